package dev.vestibule.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A session that is ended while it asks for something does not live on in the row that this gives it. */
@VestibuleTest
@Timeout(120)
record SessionsInFlightHttpTest(
        Browsers browsers,
        SecondNode second,
        AccountRepository accounts,
        Sessions sessions,
        TestClock clock,
        JdbcClient jdbc,
        TransactionTemplate transaction) {
    @Test
    void codeWhenItsSessionIsEndedMeanwhileThenOpensNothing(@WithMfa TestAccount ann) {
        TestBrowser kept = browsers.open().signIn(ann);
        clock.passWindow();
        TestBrowser pending = browsers.open();
        pending.enterPassword(ann);
        String cookie = pending.cookies().get("SESSION");
        String hash = Sessions.hash(cookie.substring(0, cookie.indexOf('.')));

        Page answer = enterCodeWhile(
                ann,
                pending,
                () -> assertThat(sessions.end(ann.id(), version(ann), hash)).isTrue());

        assertThat(answer.location()).startsWith("/login?ended");
        assertThat(pending.isSignedIn()).isFalse();
        assertThat(kept.isSignedIn()).isTrue();
    }

    @Test
    void codeWhenAllOthersAreEndedMeanwhileThenOpensNothing(@WithMfa TestAccount ann, TestBrowser pending) {
        pending.enterPassword(ann);

        Page answer = enterCodeWhile(
                ann,
                pending,
                () -> assertThat(sessions.endOthers(ann.id(), version(ann))).isPresent());

        assertThat(answer.location()).isEqualTo("/login?ended=others");
        assertThat(pending.isSignedIn()).isFalse();
    }

    @RepeatedTest(3)
    void endOthersWhenTwoSessionsAskAtOnceThenOneOfThemStays(@WithPassword TestAccount ann) throws Exception {
        TestBrowser one = browsers.open().signIn(ann);
        TestBrowser two = second.open().signIn(ann);
        List<Callable<Page>> runners = List.of(ending(one), ending(two));

        Race.between(runners);

        assertThat(List.of(one.isSignedIn(), two.isSignedIn())).containsOnlyOnce(true);
    }

    @RepeatedTest(3)
    void endOthersWhenRequestsOfAnotherAreInFlightThenNothingRevivesIt(@WithPassword TestAccount ann) throws Exception {
        TestBrowser here = browsers.open().signIn(ann);
        TestBrowser other = browsers.open().signIn(ann);
        // So old that each of these requests writes its last access.
        jdbc.sql("update session set last_seen_at = last_seen_at - interval '2 minutes'")
                .update();
        List<Callable<Page>> runners = new java.util.ArrayList<>(IntStream.range(0, 6)
                .<Callable<Page>>mapToObj(i -> () -> other.copy()
                        .at(i % 2 == 0 ? browsers.port() : second.port())
                        .get("/preferences"))
                .toList());
        runners.add(ending(here));

        Race.between(runners);

        // The reason is told once, and one of those in flight may have heard it.
        assertThat(other.get("/").location()).isIn("/login?ended=others", "/login?ended");
        assertThat(here.isSignedIn()).isTrue();
    }

    private static Callable<Page> ending(TestBrowser browser) {
        String form = "_csrf=" + browser.token();
        return () -> browser.postRaw("/preferences/sessions/end-others", form);
    }

    private Page enterCodeWhile(TestAccount account, TestBrowser browser, Runnable change) {
        String form = "confirmation_code=" + account.code() + "&_csrf=" + browser.token();
        return Objects.requireNonNull(transaction.execute(status -> {
                    // The code's check spends the app's row, and so waits for the end of this transaction.
                    jdbc.sql("select id from authenticator where account_id = :id for update")
                            .param("id", account.id())
                            .query()
                            .listOfRows();
                    var posted = CompletableFuture.supplyAsync(() -> browser.postRaw("/login/code", form));
                    while (!isSomebodyWaiting()) {
                        Thread.onSpinWait();
                    }
                    change.run();
                    return posted;
                }))
                .join();
    }

    private boolean isSomebodyWaiting() {
        return jdbc.sql("""
                select count(*) > 0 from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock'""").query(Boolean.class).single();
    }

    private int version(TestAccount account) {
        return accounts.findById(account.id()).orElseThrow().credentialVersion();
    }
}
