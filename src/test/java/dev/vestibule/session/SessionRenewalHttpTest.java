package dev.vestibule.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A session gets a new id with each step, and what held the old one holds nothing. */
@VestibuleTest
record SessionRenewalHttpTest(Browsers browsers, SecondNode second, TestAccounts accounts, JdbcClient jdbc) {
    @Test
    void sessionWhenAStepIsDoneThenItsIdIsNewAndTheOldOneDead(@WithMfa TestAccount ann, TestBrowser browser) {
        browser.enterPassword(ann);
        TestBrowser thief = browser.copy();

        browser.enterCode(ann.code());

        assertThat(browser.cookies().get("SESSION"))
                .isNotEqualTo(thief.cookies().get("SESSION"));
        assertThat(browser.isSignedIn()).isTrue();
        assertThat(thief.at(second.port()).get("/preferences").location()).isEqualTo("/login?ended");
        assertThat(rows(ann)).isEqualTo(1);
    }

    @Test
    void sessionWhenTheBrowserBroughtAnIdThenThatIdIsNotTaken(@WithPassword TestAccount ann) {
        TestBrowser owner = browsers.open().signIn(accounts.withPassword("eve"));
        TestBrowser browser = browsers.open();
        browser.cookies().put("SESSION", owner.cookies().get("SESSION"));
        TestBrowser thief = browser.copy();

        browser.signIn(ann);

        assertThat(thief.isSignedIn()).isFalse();
        assertThat(owner.isSignedIn()).isFalse();
    }

    @RepeatedTest(3)
    void sessionWhenRequestsAreInFlightAsTheCodeComesThenTheNewIdLivesAndTheOldOneIsDead(
            @WithMfa TestAccount ann, TestBrowser browser) throws Exception {
        browser.enterPassword(ann);
        TestBrowser tab = browser.copy();
        String form = "confirmation_code=" + ann.code() + "&_csrf=" + browser.token();
        // So old that each of these requests writes its last access.
        jdbc.sql("update session set last_seen_at = last_seen_at - interval '2 minutes'")
                .update();
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<Future<?>> flights = IntStream.range(0, 6)
                .<Future<?>>mapToObj(i -> threads.submit(() -> {
                    while (!done.get()) {
                        tab.copy()
                                .at(i % 2 == 0 ? browsers.port() : second.port())
                                .get("/login/code");
                    }
                }))
                .toList();

        browser.postRaw("/login/code", form);
        done.set(true);
        for (Future<?> flight : flights) {
            flight.get();
        }
        threads.shutdown();

        assertThat(browser.isSignedIn()).isTrue();
        assertThat(tab.isSignedIn()).isFalse();
        assertThat(rows(ann)).isEqualTo(1);
    }

    @Test
    void sessionWhenSomebodyElseSignsInThenNothingOfTheFirstIsLeft(@WithMfa TestAccount ann, @WithMfa TestAccount bea) {
        TestBrowser browser = browsers.open().signIn(ann);
        TestBrowser tab = browser.copy();
        // A form from before the first login, in a tab that was left open.
        String form = "username=" + bea.login() + "&password=" + bea.password() + "&_csrf=" + browser.token();

        assertThat(browser.postRaw("/login", form).location()).isEqualTo("/login/code");

        assertThat(browser.get("/").location()).isEqualTo("/login/code");
        assertThat(tab.isSignedIn()).isFalse();
        assertThat(rows(ann)).isZero();
        assertThat(rows(bea)).isEqualTo(1);
        assertThat(browser.enterCode(bea.code()).location()).isEqualTo("/");
    }

    @Test
    void sessionWhenTheSameUserGivesThePasswordAgainThenTheCodeIsAskedAgain(@WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        String form = "username=" + ann.login() + "&password=" + ann.password() + "&_csrf=" + browser.token();

        assertThat(browser.postRaw("/login", form).location()).isEqualTo("/login/code");
        assertThat(browser.isSignedIn()).isFalse();
    }

    private long rows(TestAccount account) {
        return jdbc.sql("select count(*) from session where account_id = :id")
                .param("id", account.id())
                .query(Long.class)
                .single();
    }
}
