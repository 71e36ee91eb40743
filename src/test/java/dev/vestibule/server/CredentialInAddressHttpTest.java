package dev.vestibule.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A credential in an address is refused unused, and stands in no log, nor does one that cannot be read. */
@VestibuleTest
@ExtendWith(OutputCaptureExtension.class)
record CredentialInAddressHttpTest(Browsers browsers) {
    private static final String SECRET = "plum-tractor-hush";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "username",
                "password",
                "current_password",
                "new_password",
                "new_password_confirmation",
                "confirmation_code",
                "recovery_code",
                "first_code",
                "second_code",
                "enrolment_pass",
                "PassWord",
                "%70assword",
                "x=y&password",
                "x;password",
                "password%20"
            })
    void addressWhenItHoldsACredentialThenRefusedAndInNoLog(String field, CapturedOutput output) {
        String query = "?" + field + "=" + SECRET;
        TestBrowser browser = browsers.open();
        String token = "_csrf=" + browser.token();

        assertRefused(browser.get("/login" + query));
        assertRefused(browser.get("/preferences" + query));
        assertRefused(browser.get("/no-such-page" + query));
        assertRefused(browser.postRaw("/login" + query, token));
        assertRefused(browser.postRaw("/login/code" + query, token));

        assertThat(browser.cookies()).containsOnlyKeys("csrf");
        assertThat(output).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"key=", "x=y&q=", "%76st_x=", ""})
    void addressWhenItHoldsAnApiKeyThenRefusedWhateverItIsCalled(String before, CapturedOutput output) {
        String key = "vst_" + SECRET.replaceAll("[^0-9A-Za-z]", "").repeat(10);

        assertRefused(browsers.open().get("/login?" + before + key));
        assertThat(browsers.open().get("/api/v1/me?" + before + key).body()).contains("problem:malformed");

        assertThat(output).doesNotContain(key);
    }

    private static void assertRefused(Page page) {
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.body()).contains("<main", "Credentials do not belong in an address");
        assertThat(page.body()).doesNotContain(SECRET);
        SecurityHeaders.assertOn(page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login?error", "/login?passwords=x", "/login?x=password", "/login?x=y&z"})
    void addressWhenItHoldsNoneThenShown(String path) {
        assertThat(browsers.open().get(path).status()).isEqualTo(200);
    }

    @Test
    void secretWhenTheServerCannotReadItThenInNoLog(CapturedOutput output) {
        int port = browsers.port();
        for (String end : new String[] {"|", "\"", "%zz", "<>", "%ff"}) {
            Wire.send(port, Wire.line("GET /login?password=" + SECRET + end));
            Wire.send(port, Wire.line("GET /set-password/" + SECRET + end));
            Wire.send(port, Wire.line(SECRET + end + " /login"));
            browsers.open().postRaw("/login", "password=" + SECRET + end);
            browsers.open().postRaw("/login", SECRET + end);
        }

        assertThat(output).doesNotContain(SECRET);
    }
}
