package dev.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.testing.Links;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects that would lead to another site. */
@Tag("attack")
@VestibuleTest
record RedirectAttackTest(Browsers browsers, TestAccounts accounts) {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example",
                "////evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "javascript:alert(1)",
                "data:text/html,x",
                "http:evil.example",
                "/%2f%2fevil.example",
                "/\tevil.example",
                "/login/code",
                "/logout"
            })
    void pageAskedForWhenForgedThenLeadsToNoOtherHost(String page, @WithPassword TestAccount ann, TestBrowser browser) {
        browser.token();
        browser.cookies()
                .put(
                        "REDIRECT_URI",
                        java.util.Base64.getEncoder().encodeToString(page.getBytes(StandardCharsets.UTF_8)));

        Page answer = browser.enterPassword(ann);

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.location()).startsWith("/").doesNotStartWith("//").doesNotContain("\\");
        assertThat(browser.isSignedIn()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:443", "localhost.evil.example"})
    void hostWhenForgedThenNoLinkAndNoRedirectIsBuiltFromIt(String host) {
        TestBrowser visitor = browsers.open().with("X-Forwarded-Host", host).with("X-Forwarded-Proto", "https");

        Page login = visitor.get("/login");
        Page page = visitor.get("/preferences");

        assertThat(login.body()).doesNotContain("evil.example");
        assertThat(page.location()).isEqualTo("/login");
        assertThat(String.valueOf(login.headers())).doesNotContain("evil.example");
    }

    @Test
    void linkToChooseAPasswordWhenTheHostIsForgedThenNamesNoHost() {
        TestBrowser admin = browsers.open()
                .signIn(accounts.withPassword("root", Role.ADMIN))
                .with("X-Forwarded-Host", "evil.example");
        TestAccount ann = accounts.withPassword("ann");

        Page page = admin.post("/settings/users/" + ann.id() + "/password-link");

        assertThat(Links.in(page)).startsWith("/set-password/");
        assertThat(page.body()).doesNotContain("evil.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"?done=<script>alert(1)</script>", "?error=%22%3E%3Cscript%3E", "?ended=<b>x</b>", "?reason=x"})
    void codesInAnAddressWhenMadeUpThenShowNothing(String query) {
        Page page = browsers.open().get("/login" + query.replace("<", "%3C").replace(">", "%3E"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("alert(1)", "<b>x</b>", "\"><script>");
    }
}
