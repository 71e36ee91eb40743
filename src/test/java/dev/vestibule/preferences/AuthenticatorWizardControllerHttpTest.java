package dev.vestibule.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.Html;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.TestWizard;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scan, name, confirm: what the wizard's form takes and what it refuses. */
@VestibuleTest
record AuthenticatorWizardControllerHttpTest(Browsers browsers, TestAccounts accounts, TestClock clock) {
    private TestWizard wizard(TestAccount account) {
        return new TestWizard(browsers.open().signIn(account), clock);
    }

    @Test
    void firstAppWhenConfirmedThenMfaIsOnAndItsCodeIsThisSessionsFactor(@WithPassword TestAccount ann) {
        TestBrowser other = browsers.open().signIn(ann);
        TestWizard wizard = wizard(ann);
        assertThat(wizard.browser().get(TestWizard.URL).says("Add the app and switch on"))
                .isTrue();
        String code = wizard.code(wizard.secret());

        Page answer = wizard.finish(" Phone ", code);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .contains("The app is added, and two-step sign-in is on.", "Save your recovery codes")
                .containsPattern("<code>([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}</code>");
        assertThat(wizard.browser().get("/preferences").says(">Phone<")).isTrue();
        assertThat(wizard.browser()
                        .post(
                                "/preferences/mfa/disable",
                                "_csrf",
                                Html.of(answer).value("_csrf"))
                        .location())
                .as("a form with the token of that page")
                .isEqualTo("/preferences?done=mfa-disabled");
        assertThat(other.get("/").location()).isEqualTo("/login?ended=mfa");
    }

    @Test
    void firstAppWhenConfirmedThenTheSessionIsNewAndTheCodeIsSpent(@WithPassword TestAccount ann) {
        TestBrowser other = browsers.open().signIn(ann);
        TestWizard wizard = wizard(ann);
        String id = wizard.browser().cookies().get("SESSION");
        String code = wizard.code(wizard.secret());

        Page answer = wizard.finish("Phone", code);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(wizard.browser().get("/preferences").says("The app is added"))
                .isFalse();
        assertThat(wizard.browser().cookies().get("SESSION")).isNotEqualTo(id);
        assertThat(other.get("/").location()).isEqualTo("/login?ended=mfa");
        TestBrowser next = browsers.open();
        assertThat(next.enterPassword(ann).location()).isEqualTo("/login/code");
        assertThat(next.enterCode(code).location()).as("spent by the wizard").isEqualTo("/login/code?error=used");
    }

    @Test
    void secondAppWhenConfirmedThenNoSessionEndsAndEitherOpens(@WithMfa TestAccount ann) {
        TestBrowser other = browsers.open().signIn(ann);
        clock.passWindow();
        TestWizard wizard = wizard(ann);
        String secret = wizard.secret();

        Page answer = wizard.finish("Tablet", wizard.code(secret));

        assertThat(answer.location()).isEqualTo("/preferences?done=authenticator-added");
        assertThat(other.isSignedIn()).isTrue();
        clock.passWindow();
        TestBrowser next = browsers.open();
        next.enterPassword(ann);
        assertThat(next.enterCode(wizard.code(secret)).location()).isEqualTo("/");
        assertThat(browsers.open().signIn(ann).isSignedIn()).isTrue();
    }

    @Test
    void appWhenAddedWhileMfaIsOffAndOthersAreThereThenItStaysOff(@WithMfa TestAccount ann) {
        TestWizard wizard = wizard(ann);
        wizard.browser().post("/preferences/mfa/disable");

        assertThat(wizard.add("Tablet").location()).isEqualTo("/preferences?done=authenticator-added");

        assertThat(browsers.open().enterPassword(ann).location()).isEqualTo("/");
    }

    @ParameterizedTest
    @CsvSource({"Phone,Phone", "Phone,phone", "Phone,' PHONE '", "Zoë’s phone,ZOË’S PHONE"})
    void nameWhenTakenInWhateverCaseThenRefusedAndTheCodeIsNotSpent(String first, String second) {
        TestWizard wizard = wizard(accounts.withPassword("ann"));
        wizard.add(first);
        String secret = wizard.secret();

        Page answer = wizard.finish(second, wizard.code(secret));

        assertRefused(answer, "name", "You have an app with this name already.");
        assertThat(Html.of(answer).value("name")).isEqualTo(second);
        assertThat(TestWizard.secret(answer)).isEqualTo(secret);
        assertThat(wizard.finish("Other", wizard.code(secret)).status()).isEqualTo(303);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\u0000b", "a\nb", "a\u2029b"})
    void nameWhenBlankOrNotToBeSeenThenRefused(String name) {
        TestWizard wizard = wizard(accounts.withPassword("ann"));

        assertRefused(wizard.finish(name, wizard.code(wizard.secret())), "name", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>alert(1)</script>", "هاتف", "📱👩‍💻", "__${7*7}__", "a:b/c?d#e"})
    void nameWhenOutOfTheOrdinaryThenShownAsText(String name) {
        TestWizard wizard = wizard(accounts.withPassword("ann"));

        wizard.add(name);
        Page page = wizard.browser().get("/preferences");

        assertThat(page.body()).contains(name.replace("<", "&lt;").replace(">", "&gt;"));
        assertThat(page.body()).doesNotContain("<script>alert");
        assertThat(wizard.finish(name, "123456").body()).doesNotContain("<script>alert");
    }

    @Test
    void nameWhenTooLongThenRefusedAndKept() {
        TestWizard wizard = wizard(accounts.withPassword("ann"));

        Page answer = wizard.finish("x".repeat(1000), "");

        assertRefused(answer, "name", "Use at most 100 characters.");
        assertRefused(answer, "confirmation_code", "Enter the six digits");
        assertThat(Html.of(answer).value("name")).hasSize(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12345", "1234567", "abcdef", "一二三四五六", "<script>", "000\u0000000"})
    void codeWhenItIsNoneThenRefusedAndTheNameIsKept(String code) {
        TestWizard wizard = wizard(accounts.withPassword("ann"));

        Page answer = wizard.finish("My <phone>", code);

        assertRefused(answer, "confirmation_code", "Enter the six digits");
        assertThat(Html.of(answer).value("name")).isEqualTo("My <phone>");
        assertThat(Html.of(answer).value("confirmation_code")).isEmpty();
    }

    @Test
    void codeWhenWrongThenRefusedWithTheTimeHereAndNeverShown() {
        TestWizard wizard = wizard(accounts.withPassword("ann"));
        String wrong = wizard.code(wizard.secret(), Duration.ofHours(1));

        Page answer = wizard.finish("Phone", wrong);

        assertRefused(answer, "confirmation_code", "That code is not right.");
        assertThat(Html.of(answer).error("confirmation_code").orElse("")).containsPattern("\\d\\d:\\d\\d:\\d\\d");
        assertThat(Html.of(answer).value("confirmation_code")).isEmpty();
        assertThat(Html.of(answer).value("name")).isEqualTo("Phone");
    }

    @Test
    void formWhenFieldsAreMissingOrDoubledThenNothingIsAdded() {
        TestWizard wizard = wizard(accounts.withPassword("ann"));

        assertThat(wizard.browser().post(TestWizard.URL).status()).isEqualTo(422);
        assertThat(wizard.browser()
                        .postRaw(
                                TestWizard.URL,
                                "name=a&confirmation_code=123456&confirmation_code=123456&_csrf="
                                        + wizard.browser().token())
                        .status())
                .isEqualTo(400);
        assertThat(wizard.browser().get("/preferences").says("Only your password protects your account."))
                .isTrue();
    }

    private static void assertRefused(Page answer, String field, String reason) {
        assertThat(answer.status()).isEqualTo(422);
        assertThat(Html.of(answer).title()).startsWith("Error: ");
        assertThat(Html.of(answer).error(field))
                .hasValueSatisfying(said -> assertThat(said).isNotBlank().startsWith(reason));
    }
}
