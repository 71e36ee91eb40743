package dev.vestibule.login;

import static dev.vestibule.testing.Target.assertOutside;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.testing.Links;
import dev.vestibule.testing.Target;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the password alone, or with nothing, to pages that require both steps. */
@Tag("attack")
@VestibuleTest
record StepsSkippedAttackTest(Browsers browsers, TestAccounts accounts, TestClock clock) {
    @Test
    void passwordAloneThenOpensNoPage() {
        assertOutside(Target.pending(browsers, accounts.withMfa("ann", Role.ADMIN)));
    }

    @Test
    void passwordAloneThenSendsNoForm() {
        TestBrowser browser = Target.pending(browsers, accounts.withMfa("ann", Role.ADMIN));
        String token = browser.token();
        for (String form : List.of(
                "/preferences/profile",
                "/preferences/mfa/disable",
                "/preferences/password",
                "/preferences/authenticators/new",
                "/preferences/trusted-devices/revoke-all",
                "/preferences/sessions/end-others",
                "/settings/users/new",
                "/settings/parameters/auth_totp.secure_cookie")) {
            Page answer = browser.postRaw(form, "_csrf=" + token + "&value=0&name=x&login=eve&role=ADMIN");
            assertThat(answer.location()).as(form).startsWith("/login");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/preferences/",
                "//preferences",
                "/./preferences",
                "/assets/../preferences",
                "/assets/%2e%2e/preferences",
                "/preferences;jsessionid=1",
                "/preferences%2f",
                "/%70references",
                "/PREFERENCES",
                "/preferences.html",
                "/preferences%00",
                "/preferences?proof",
                "/preferences?factor=totp&mfa=false",
                "/login/../preferences",
                "/login/code/../../preferences",
                "/error",
                "/error?done=x"
            })
    void passwordAloneWhenTheAddressIsWrittenOddlyThenOpensNothing(String path, @WithMfa TestAccount ann) {
        TestBrowser browser = Target.pending(browsers, ann);

        Page answer = odd(browser, path);

        assertThat(answer.status()).isNotEqualTo(200).isLessThan(500);
        assertThat(answer.says("Change My Preferences")).isFalse();
    }

    /** The client would tidy these up; as a header of the request line they go out as they are. */
    private static Page odd(TestBrowser browser, String path) {
        try {
            return browser.get(path);
        } catch (IllegalArgumentException e) {
            return browser.get("/no-such-page");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"})
    void passwordAloneWhenTheMethodIsAnotherThenOpensNothing(String method) {
        TestBrowser browser = Target.pending(browsers, accounts.withMfa("ann"));

        Page answer = browser.send(method, "/preferences", "");

        assertThat(answer.status()).isIn(302, 303, 403, 405);
        assertThat(answer.body()).doesNotContain("Change My Preferences");
    }

    @Test
    void passwordAloneWhenSentAsBasicOrBearerThenOpensNothing(@WithMfa TestAccount ann) {
        String basic = Base64.getEncoder().encodeToString((ann.login() + ":" + ann.password()).getBytes());

        assertOutside(browsers.open().with("Authorization", "Basic " + basic));
        TestBrowser pending = Target.pending(browsers, ann);
        assertOutside(
                pending.with("Authorization", "Bearer " + pending.cookies().get("SESSION")));
    }

    @Test
    void codeWithoutPasswordThenOpensNothing(@WithMfa TestAccount ann, TestBrowser visitor) {
        Page answer = visitor.post("/login/code", "confirmation_code", ann.code(), "username", ann.login());

        assertThat(answer.location()).startsWith("/login");
        assertThat(visitor.cookies()).doesNotContainKey("SESSION");
        assertThat(browsers.open().signIn(ann).isSignedIn())
                .as("the code is not spent")
                .isTrue();
    }

    @Test
    void codeOfSomebodyElseThenOpensNothing(@WithMfa TestAccount ann, @WithMfa TestAccount mallory) {
        TestBrowser browser = Target.pending(browsers, ann);

        Page answer = browser.post(
                "/login/code",
                "confirmation_code",
                mallory.code(),
                "username",
                mallory.login(),
                "account",
                mallory.id().toString());

        assertThat(answer.location()).isEqualTo("/login/code?error=wrong");
        assertOutside(browser);
    }

    @Test
    void fieldsThatClaimASecondFactorThenCountForNothing(@WithMfa TestAccount ann, TestBrowser browser) {
        Page answer = browser.post(
                "/login",
                "username",
                ann.login(),
                "password",
                ann.password(),
                "mfa",
                "false",
                "skip_mfa",
                "true",
                "remember_device",
                "on",
                "confirmation_code",
                Target.WRONG_CODE);

        assertThat(answer.location()).isEqualTo("/login/code");
        assertOutside(browser);
    }

    @Test
    void passwordStepWhenItIsTooOldThenTheCodeComesTooLate(@WithMfa TestAccount ann) {
        TestBrowser browser = Target.pending(browsers, ann);
        clock.pass(Duration.ofMinutes(11));

        assertThat(browser.enterCode(ann.code()).location()).startsWith("/login?");
        assertOutside(browser);
    }

    @Test
    void sessionOfSomebodyWithoutMfaThenDoesNotBecomeThatOfSomebodyWith(@WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(accounts.withPassword("mallory"));

        browser.enterPassword(ann);

        assertOutside(browser);
    }

    @Test
    void codeThatWasGivenForOneAccountThenIsNoneForAnother(@WithMfa TestAccount mallory, @WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(mallory);

        assertThat(browser.enterPassword(ann).location()).isEqualTo("/login/code");
        assertOutside(browser);
    }

    @Test
    void linkToChooseAPasswordThenDoesNotReplaceTheCode() {
        TestAccount admin = accounts.withMfa("root", Role.ADMIN);
        TestAccount ann = accounts.withMfa("ann");
        TestBrowser administrator = browsers.open().signIn(admin);
        String path = Links.in(administrator.post("/settings/users/" + ann.id() + "/password-link"));
        TestBrowser holder = browsers.open();

        holder.post(path, "new_password", Target.NEW_PASSWORD, "new_password_confirmation", Target.NEW_PASSWORD);

        assertOutside(holder);
        assertThat(holder.post("/login", "username", ann.login(), "password", Target.NEW_PASSWORD)
                        .location())
                .isEqualTo("/login/code");
    }
}
