package dev.vestibule.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms that another site sends with the victim's cookies. */
@Tag("attack")
@VestibuleTest
record CsrfAttackTest(Browsers browsers, TestAccounts accounts) {
    @ParameterizedTest
    @ValueSource(strings = {"none", "empty", "of another browser", "in the query", "as a header"})
    void formWhenItsTokenIsNotTheBrowsersOwnThenChangesNothing(String token, @WithPassword TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        String own = browser.token();
        String other = browsers.open().token();
        Page answer = switch (token) {
            case "empty" -> browser.postRaw("/preferences/profile", "name=Eve&time_zone=UTC&_csrf=");
            case "of another browser" ->
                browser.postRaw("/preferences/profile", "name=Eve&time_zone=UTC&_csrf=" + other);
            case "as a header" ->
                browser.copy().with("X-CSRF-TOKEN", other).postRaw("/preferences/profile", "name=Eve&time_zone=UTC");
            case "in the query" -> browser.postRaw("/preferences/profile?_csrf=" + other, "name=Eve&time_zone=UTC");
            default -> browser.postRaw("/preferences/profile", "name=Eve&time_zone=UTC");
        };

        assertThat(answer.status()).isEqualTo(403);
        assertThat(browser.get("/preferences").body()).doesNotContain("value=\"Eve\"");
        assertThat(own).isNotEqualTo(other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void formWhenTheBrowserSaysItIsAnotherSitesThenChangesNothingThoughTheTokenIsRight(String site) {
        TestBrowser browser = browsers.open().signIn(accounts.withPassword("ann"));
        String form = "_csrf=" + browser.token();

        assertThat(browser.copy()
                        .with("Sec-Fetch-Site", site)
                        .postRaw("/logout", form)
                        .status())
                .isEqualTo(403);
        assertThat(browser.isSignedIn()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "https://evil.example", "http://localhost.evil.example", "http://localhost:1"})
    void formWhenItsOriginIsAnotherThenChangesNothingThoughTheTokenIsRight(String origin) {
        TestBrowser browser = browsers.open().signIn(accounts.withPassword("ann"));
        String form = "_csrf=" + browser.token();

        assertThat(browser.copy()
                        .with("Origin", origin)
                        .postRaw("/logout", form)
                        .status())
                .isEqualTo(403);
        assertThat(browser.isSignedIn()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/logout",
                "/preferences/profile",
                "/preferences/trusted-devices/revoke-all",
                "/preferences/sessions/end-others",
                "/preferences/authenticators/new/cancel"
            })
    void formWhenSentByALinkOrAnImageThenChangesNothing(String path) {
        TestBrowser browser = browsers.open().signIn(accounts.withPassword("ann"));

        assertThat(browser.get(path).status()).isEqualTo(405);
        assertThat(browser.isSignedIn()).isTrue();
    }

    @Test
    void loginWhenSentByAnotherSiteThenSignsNobodyIn(@WithPassword TestAccount mallory, TestBrowser victim) {
        Page answer = victim.postRaw("/login", "username=" + mallory.login() + "&password=" + mallory.password());

        assertThat(answer.status()).isEqualTo(403);
        assertThat(victim.cookies()).doesNotContainKey("SESSION");
    }
}
