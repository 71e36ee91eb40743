package dev.vestibule.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.testing.ApiClient;
import dev.vestibule.testing.ApiClients;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A flood of sign-ins: a visitor beyond the bound is told that, and not that a password was wrong. */
@VestibuleTest
class BusyHttpTest {
    @Autowired
    ApiClients programs;

    @Autowired
    SetPasswordLinks links;

    @Autowired
    HashingLanes lanes;

    @Autowired
    JdbcClient jdbc;

    private final CountDownLatch flood = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    @BeforeEach
    void begin() {
        jdbc.sql("delete from throttle").update();
    }

    @AfterEach
    void end() throws InterruptedException {
        flood.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void passwordsWhenTooManyWaitThenAreToldBusyAndNothingIsCounted(@WithPassword TestAccount ann, TestBrowser browser)
            throws InterruptedException {
        ApiClient program = programs.open().withPassword(ann.login(), ann.password());
        String link = "/set-password/" + links.issue(ann.id()).token().text();
        String next = "wooden-lantern-harbor-31";
        Page before = browser.get(link);
        assertThat(before.status()).isEqualTo(200);
        flood();

        Page right = browser.enterPassword(ann);
        Page wrong = browser.post("/login", "username", ann.login(), "password", "wrong");
        Page chosen = browser.post(link, "new_password", next, "new_password_confirmation", next);
        var answer = program.get("/me");

        for (Page page : List.of(right, wrong, chosen)) {
            assertThat(page.status()).isEqualTo(503);
            assertThat(page.header("retry-after")).isEqualTo("10");
            assertThat(page.says("Vestibule is busy")).isTrue();
            assertThat(page.body()).as("what the header says").contains(">in 10 seconds</time> (");
        }
        assertThat(answer).hasToString("503 unavailable");
        assertThat(answer.header("retry-after")).isEqualTo("10");
        assertThat(answer.body()).contains("The server is busy");
        assertThat(jdbc.sql("select coalesce(sum(failures + cardinality(in_flight)), 0) from throttle")
                        .query(Integer.class)
                        .single())
                .isZero();
        end();
        assertThat(browser.enterPassword(ann).location()).isEqualTo("/");
    }

    /** As many as run and wait at once. */
    private void flood() {
        for (int i = 0;
                i < HashingLanes.MOST_WAITING + Math.max(2, Runtime.getRuntime().availableProcessors());
                i++) {
            Thread thread = new Thread(() -> lanes.inTurn(this::hash));
            threads.add(thread);
            thread.start();
        }
        await().until(() -> threads.stream()
                .map(Thread::getState)
                .allMatch(state -> state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING));
    }

    private String hash() {
        try {
            flood.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return "hash";
    }
}
