package dev.vestibule.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.ApiClient;
import dev.vestibule.testing.ApiClients;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A try that is being checked is no failure: those that come at the same time wait their turn. */
@VestibuleTest
record ParallelSignInHttpTest(
        Browsers browsers,
        ApiClients programs,
        CodeTries codes,
        SecondNode secondNode,
        TestClock clock,
        JdbcClient jdbc) {
    @BeforeEach
    @AfterEach
    void tidy() {
        jdbc.sql("delete from throttle").update();
    }

    @Test
    void rightPasswordsWhenMoreComeAtOnceThanMayFailThenAllSignIn(@WithPassword TestAccount ann)
            throws InterruptedException {
        List<Callable<String>> signIns = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            TestBrowser browser = i % 2 == 0 ? browsers.open() : secondNode.open();
            String form = "username=" + ann.login() + "&password=" + ann.password() + "&_csrf=" + browser.token();
            signIns.add(() -> browser.postRaw("/login", form).toString());
        }

        assertThat(Race.between(signIns)).hasSize(20).allMatch("303 /"::equals);
        assertNothingCounted();
    }

    @Test
    void rightPasswordsWhenManyProgramsComeAtOnceThenAllAreLetIn(@WithPassword TestAccount ann)
            throws InterruptedException {
        ApiClient program = programs.open().withPassword(ann.login(), ann.password());

        assertThat(Race.of(40, () -> program.get("/me").status())).hasSize(40).allMatch(status -> status == 200);
        assertNothingCounted();
    }

    @Test
    void wrongAndRightPasswordsWhenTheyComeAtOnceThenNoMoreThanTenWrongOnesAreLookedAt(@WithPassword TestAccount ann)
            throws InterruptedException {
        List<Callable<Integer>> tries = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String password = i % 2 == 0 ? ann.password() : "wrong" + i;
            ApiClient program = programs.open().withPassword(ann.login(), password);
            tries.add(() -> program.get("/me").status());
        }

        assertThat(Race.between(tries)).filteredOn(status -> status == 200).hasSizeLessThanOrEqualTo(20);
        assertThat(jdbc.sql("select count(*) from audit_event where account_id = :id and reason = 'wrong'")
                        .param("id", ann.id())
                        .query(Integer.class)
                        .single())
                .isEqualTo(10);
    }

    @Test
    void rightCodeWhenSentManyTimesAtOnceThenOneIsTakenAndNoneIsWrong(@WithMfa TestAccount ann)
            throws InterruptedException {
        List<Callable<String>> tries = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            TestBrowser browser = i % 2 == 0 ? browsers.open() : secondNode.open();
            browser.enterPassword(ann);
            String form = "confirmation_code=" + ann.code() + "&_csrf=" + browser.token();
            tries.add(() -> String.valueOf(browser.postRaw("/login/code", form).location()));
        }

        assertThat(Race.between(tries))
                .filteredOn(answer -> !answer.equals("/login/code?error=used"))
                .containsExactly("/");
        assertThat(codes.wait(ann.id())).isEmpty();
    }

    @Test
    void tryWhenItsNodeDiesThenIsGivenUpAndCountsNothing(@WithMfa TestAccount ann) {
        for (int i = 0; i < 5; i++) {
            assertThat(codes.reserve(ann.id())).isPresent();
        }
        clock.pass(TriesInFlight.BOUND);

        Optional<CodeTry> next = codes.reserve(ann.id());

        assertThat(codes.wrong(next.orElseThrow())).isEqualTo(new CodeTries.Wrong(1, 1));
    }

    private void assertNothingCounted() {
        assertThat(jdbc.sql("select coalesce(sum(failures + cardinality(in_flight)), 0) from throttle")
                        .query(Integer.class)
                        .single())
                .isZero();
    }
}
