package dev.vestibule.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A node whose clock differs from the database's. */
@VestibuleTest
@ExtendWith(OutputCaptureExtension.class)
record WrongClockHttpTest(Browsers browsers, DatabaseClock clock, HealthEndpoint health, JdbcClient jdbc) {
    private static final Clock RIGHT = Clock.systemUTC();

    @AfterEach
    void set() {
        clock.use(RIGHT);
    }

    @Test
    void codeWhenTheClockIsFarOffThenIsNeitherJudgedNorCharged(@WithMfa TestAccount ann, TestBrowser browser) {
        browser.enterPassword(ann);
        String right = "confirmation_code=" + ann.code() + "&_csrf=" + browser.token();
        String before = counted();
        clock.use(Clock.offset(RIGHT, Duration.ofSeconds(-120)));

        for (int i = 0; i < 10; i++) {
            Page answer = browser.postRaw("/login/code", right);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("60");
            assertThat(answer.body())
                    .contains("Codes cannot be checked at the moment", "<main", ">in 60 seconds</time> (");
        }
        for (String path : new String[] {
            "/login/clock",
            "/preferences/mfa/enable",
            "/preferences/authenticators/new",
            "/preferences/authenticators/x/test"
        }) {
            assertThat(browser.postRaw(path, "confirmation_code=123456&first_code=1&second_code=2&_csrf=x")
                            .status())
                    .isEqualTo(503);
        }
        assertThat(counted()).isEqualTo(before);
        assertThat(browser.postRaw("/login/recovery", "recovery_code=x&_csrf=" + browser.token())
                        .location())
                .as("a recovery code needs no clock")
                .isEqualTo("/login/recovery?error=format");
        assertThat(health.healthForPath("readiness").getStatus()).isEqualTo(Status.DOWN);

        clock.use(RIGHT);
        assertThat(browser.postRaw("/login/code", right).location()).isEqualTo("/");
        assertThat(health.healthForPath("readiness").getStatus()).isEqualTo(Status.UP);
    }

    /** Events, and the accepted steps of all apps. */
    private String counted() {
        return jdbc.sql(
                        "select (select count(*) from audit_event) || ' ' || (select coalesce(sum(last_accepted_step), 0) from authenticator)")
                .query(String.class)
                .single();
    }

    @Test
    void clockWhenALittleOffThenThatIsSaidAndCodesAreJudged(CapturedOutput output, @WithMfa TestAccount ann) {
        clock.use(Clock.offset(RIGHT, Duration.ofSeconds(3)));
        assertThat(output).doesNotContain("The clock of this machine");

        clock.use(Clock.offset(RIGHT, Duration.ofSeconds(10)));

        assertThat(output)
                .containsPattern("WARN .*The clock of this machine is (9|10) seconds ahead of the database's");
        assertThat(browsers.open().signIn(ann).isSignedIn()).isTrue();
        assertThat(health.healthForPath("readiness").getStatus()).isEqualTo(Status.UP);

        clock.use(Clock.offset(RIGHT, Duration.ofSeconds(-25)));
        assertThat(output).contains("seconds behind the database's", "no code is judged here");
    }
}
