package dev.vestibule.settings.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Parameters > System Parameters: what is taken, what is refused, and when it is in force. */
@VestibuleTest
class SystemParameterControllerHttpTest {
    private static final String URL = "/settings/parameters";

    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts accounts;

    @Autowired
    Parameters parameters;

    @Autowired
    TestClock clock;

    private TestBrowser browser;

    @BeforeEach
    void signIn() {
        browser = browsers.open().signIn(accounts.withPassword("root", Role.ADMIN));
    }

    @AfterEach
    void reset() {
        Arrays.stream(Parameter.values()).forEach(parameters::reset);
    }

    private Page set(Parameter parameter, String value) {
        return browser.post(URL + "/" + parameter.key(), "value", value);
    }

    @ParameterizedTest
    @EnumSource
    void parameterWhenWithinItsBoundsThenIsTaken(Parameter parameter) {
        for (int value : new int[] {parameter.minimum(), parameter.maximum()}) {
            Page answer = set(parameter, " " + value + " ");

            assertThat(answer.status()).isEqualTo(303);
            assertThat(browser.follow(answer).says("The parameter is changed.")).isTrue();
            assertThat(browser.get(URL).says("The parameter is changed.")).isFalse();
            assertThat(parameters.current().number(parameter)).isEqualTo(value);
        }
    }

    @Test
    void auditRetentionWhenShortenedThenSaysFromWhenAndCanBeSetBack() {
        String said = "30 days apply from [0-9]{1,2} [A-Z][a-z]+ 20[0-9]{2}; until then 3650 days\\.";
        set(Parameter.AUDIT_RETENTION_DAYS, "3650");
        assertThat(browser.get(URL).body()).doesNotContain("days apply from");

        set(Parameter.AUDIT_RETENTION_DAYS, "30");

        assertThat(browser.get(URL).body()).containsPattern(said);
        assertThat(set(Parameter.AUDIT_RETENTION_DAYS, "x").body()).containsPattern(said);
        set(Parameter.AUDIT_RETENTION_DAYS, "3650");
        assertThat(browser.get(URL).body()).doesNotContain("days apply from");
    }

    @ParameterizedTest
    @EnumSource
    void parameterWhenOutOfItsBoundsOrNoNumberThenIsRefusedAndNeverClamped(Parameter parameter) {
        for (String value : new String[] {
            Integer.toString(parameter.minimum() - 1),
            Integer.toString(parameter.maximum() + 1),
            "",
            "  ",
            "ten",
            "1e1",
            "10.0",
            "-1",
            "+10",
            "٣٠",
            "0x1f",
            "99999999999999999999",
            "1 0",
            "10\u0000",
            "<script>alert(1)</script>"
        }) {
            Page answer = set(parameter, value);

            assertThat(answer.status()).as(value).isEqualTo(422);
            Html html = Html.of(answer);
            assertThat(html.title()).startsWith("Error: ");
            assertThat(html.element(parameter.key() + "-error"))
                    .as(value)
                    .hasValueSatisfying(said -> assertThat(said).isNotBlank());
            assertThat(answer.body()).contains("aria-invalid=\"true\"").doesNotContain("<script>alert");
            assertThat(answer.body())
                    .containsPattern("aria-describedby=\"" + parameter.key().replace(".", "\\.") + "-error ");
            assertThat(parameters.current().number(parameter)).isEqualTo(parameter.byDefault());
        }
        assertThat(browser.post(URL + "/" + parameter.key()).status()).isEqualTo(422);
        assertThat(browser.postRaw(URL + "/" + parameter.key(), "value=1&value=0&_csrf=" + browser.token())
                        .status())
                .isEqualTo(400);
    }

    @Test
    void parameterWhenRefusedThenTheInputIsKeptAndTheBoundsAreTold() {
        Page answer = set(Parameter.TRUSTED_DEVICE_DAYS, "366");

        assertThat(answer.body()).contains("Enter a number from 1 to 365.", "value=\"366\"");
        assertThat(set(Parameter.TRUSTED_DEVICE_DAYS, "soon").body())
                .contains("Enter a whole number.", "value=\"soon\"");
        assertThat(set(Parameter.SECURE_COOKIE, "2").body()).contains("Choose on or off.");
    }

    @Test
    void parameterWhenResetThenIsAtItsDefault() {
        set(Parameter.PASSWORD_MIN_LENGTH, "20");
        assertThat(browser.get(URL).says("Back to the default")).isTrue();

        Page answer = browser.post(URL + "/auth.password_min_length/reset");

        assertThat(answer.location()).isEqualTo(URL + "?done=parameter-reset&parameter=auth.password_min_length");
        assertThat(browser.follow(answer).says("The parameter has its default again."))
                .isTrue();
        assertThat(browser.get(URL).says("Back to the default")).isFalse();
        assertThat(browser.post(URL + "/auth.password_min_length/reset").status())
                .as("twice")
                .isEqualTo(303);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"no.such_key", "auth", "AUTH.PASSWORD_MIN_LENGTH", "auth.password_min_length.", "%27", "x%00"})
    void parameterWhenUnknownThenThereIsNothing(String key) {
        assertThat(browser.post(URL + "/" + key, "value", "1").status()).isIn(400, 404);
        assertThat(browser.post(URL + "/" + key + "/reset").status()).isIn(400, 404);
        assertThat(browser.post(URL + "/no.such_key", "value", "1").status()).isEqualTo(404);
    }

    @Test
    void parameterWhenAskedByGetThenIsNotAllowed() {
        assertThat(browser.get(URL + "/auth.password_min_length").status()).isEqualTo(405);
        assertThat(browser.get(URL + "/auth.password_min_length/reset").status())
                .isEqualTo(405);
    }

    @Test
    void challengeMinutesWhenShortenedThenAPendingStepEndsAtOnce(@WithMfa TestAccount bob, TestBrowser pending) {
        pending.enterPassword(bob);
        clock.pass(Duration.ofMinutes(2));
        assertThat(pending.get("/login/code").status()).isEqualTo(200);

        set(Parameter.CHALLENGE_MINUTES, "1");

        assertThat(pending.get("/login/code").location()).isEqualTo("/login?expired");
    }

    @Test
    void trustedDeviceDaysWhenChangedThenTheCodePageSaysSo(@WithMfa TestAccount bob, TestBrowser pending) {
        pending.enterPassword(bob);

        assertThat(pending.get("/login/code").says("Remember this device for 30 days"))
                .isTrue();
        set(Parameter.TRUSTED_DEVICE_DAYS, "1");
        assertThat(pending.get("/login/code").says("Remember this device for one day"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"8,kV9#xQ2mT,303", "8,kV9#xQ2,422", "20,plum-tractor-violet,422", "20,plum-tractor-violet-94,303"})
    void passwordMinLengthWhenChangedThenHoldsOnTheSetPasswordPage(String minimum, String password, int status) {
        set(Parameter.PASSWORD_MIN_LENGTH, minimum);
        TestAccount ned = accounts.invited("ned", Role.USER);
        String link = Html.of(browser.post("/settings/users/" + ned.id() + "/password-link"))
                .element("link")
                .orElseThrow();

        assertThat(browsers.open().get(link).says("At least " + minimum + " characters."))
                .isTrue();
        Page answer = browsers.open().post(link, "new_password", password, "new_password_confirmation", password);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain(password);
    }
}
