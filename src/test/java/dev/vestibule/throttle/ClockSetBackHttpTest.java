package dev.vestibule.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.account.Username;
import dev.vestibule.apikey.Scope;
import dev.vestibule.testing.ApiClients;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.throttle.PasswordTries.AccountWaits;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A clock that was ahead is set back: what was stored meanwhile lies in the future, and counts as stale. */
@VestibuleTest
class ClockSetBackHttpTest {
    private static final Duration BACK = Duration.ofMinutes(-20);
    private static final Duration DAY_BACK = Duration.ofDays(-1);

    @Autowired
    Browsers browsers;

    @Autowired
    ApiClients programs;

    @Autowired
    PasswordTries passwords;

    @Autowired
    CodeTries codes;

    @Autowired
    SetPasswordLinks links;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TestClock clock;

    private Instant latest = Instant.EPOCH;

    @BeforeEach
    void begin() {
        jdbc.sql("delete from throttle").update();
        latest = clock.instant();
    }

    /** What one test did lies in the past of the next. */
    @AfterEach
    void goOn() {
        clock.pass(Duration.between(clock.instant(), latest).plus(Duration.ofHours(1)));
        jdbc.sql("delete from throttle").update();
    }

    @Test
    void reauthenticationWhenOfTheFutureThenIsAskedForAgain(@WithMfa(Role.ADMIN) TestAccount root) {
        TestBrowser browser = browsers.signedIn(root);
        clock.pass(Duration.ofMinutes(30));
        assertThat(browser.prove(root, browser.get("/preferences/recovery-codes"))
                        .location())
                .isEqualTo("/preferences/recovery-codes");
        clock.pass(BACK);

        assertThat(browser.get("/preferences/recovery-codes").location()).isEqualTo("/login?proof");
        assertThat(browser.get("/settings/users").location()).isEqualTo("/login/code?proof");
        assertThat(browser.get("/preferences").status()).isEqualTo(200);
    }

    @Test
    void sessionAndPendingStepWhenOfTheFutureThenAreOver(@WithMfa TestAccount ann) {
        TestBrowser signedIn = browsers.signedIn(ann);
        TestBrowser pending = browsers.open();
        pending.enterPassword(ann);
        clock.pass(BACK);

        assertThat(signedIn.isSignedIn()).isFalse();
        assertThat(pending.enterCode(ann.code()).location()).startsWith("/login?");
    }

    @Test
    void deviceLinkAndKeyWhenOfTheFutureThenOpenNothing(@WithMfa TestAccount ann, TestBrowser trusted) {
        trusted.enterPassword(ann);
        trusted.post("/login/code", "confirmation_code", ann.code(), "remember_device", "on");
        trusted.post("/logout");
        String link = links.issue(ann.id()).token().text();
        var program = programs.byKey(ann, Scope.READ);
        assertThat(program.get("/me").status()).isEqualTo(200);
        clock.pass(DAY_BACK);

        assertThat(trusted.enterPassword(ann).location()).isEqualTo("/login/code");
        assertThat(links.holder(link)).isEmpty();
        assertThat(program.get("/me").status()).isEqualTo(401);
    }

    @Test
    void passwordWaitWhenItEndsLaterThanAnyThenIsOverAndTheHourBeginsAnew() {
        Optional<Username> login = Username.parse("clockwise");
        Caller caller = new Caller(SourceNetwork.of("198.51.100.77"), null);
        for (int i = 0; i < 10; i++) {
            ((TryReservation) passwords.reserve(login, caller)).fail();
        }
        assertThat(passwords.reserve(login, caller)).isInstanceOf(AccountWaits.class);
        clock.pass(DAY_BACK);

        for (int i = 0; i < 10; i++) {
            ((TryReservation) passwords.reserve(login, caller)).fail();
        }
        assertThat(passwords.reserve(login, caller)).isInstanceOf(AccountWaits.class);
        clock.pass(Duration.ofSeconds(30));
        assertThat(passwords.reserve(login, caller)).isInstanceOf(TryReservation.class);
    }

    @Test
    void codeWaitWhenItEndsLaterThanAnyThenIsOverAndDaysToComeDoNotCount(@WithMfa TestAccount ann) {
        jdbc.sql("insert into code_row (account_id, failures, waits_until) values (:ann, 9, :end)"
                        + " on conflict (account_id) do update set failures = 9, waits_until = :end")
                .param("ann", ann.id())
                .param("end", java.sql.Timestamp.from(clock.instant().plus(Duration.ofDays(300))))
                .update();
        jdbc.sql("insert into code_day (account_id, day, failures) values (:ann, current_date + 4000, 60)")
                .param("ann", ann.id())
                .update();

        assertThat(codes.wait(ann.id())).isEmpty();
        TestBrowser browser = browsers.open();
        browser.enterPassword(ann);
        assertThat(browser.enterCode(ann.code()).location()).isEqualTo("/");
    }
}
