package dev.vestibule.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of one's trusted browsers, and the end of them. */
@VestibuleTest
record OwnDeviceControllerHttpTest(Browsers browsers, TestAccounts accounts) {
    private static final String ALL = "/preferences/trusted-devices/revoke-all";
    private static final Pattern REVOKE = Pattern.compile("/preferences/trusted-devices/[0-9a-f-]{36}/revoke");

    private TestBrowser trusted(TestAccount account) {
        TestBrowser browser = browsers.open();
        browser.enterPassword(account);
        browser.post("/login/code", "confirmation_code", account.code(), "remember_device", "on");
        account.clock().passWindow();
        return browser;
    }

    private static List<String> urls(Page preferences) {
        return REVOKE.matcher(preferences.body())
                .results()
                .map(url -> url.group())
                .toList();
    }

    /** The part of the page that shows one device. */
    private static String entry(Page preferences, String url) {
        String body = preferences.body();
        int end = body.indexOf(url);
        return body.substring(body.lastIndexOf("<li>", end), end);
    }

    @Test
    void revokeWhenOneIsRevokedThenItIsAskedForACodeAndTheOtherIsNot(@WithMfa TestAccount kim) {
        TestBrowser lost = trusted(kim);
        lost.with("User-Agent", "Mozilla/5.0 (Android 16; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0");
        TestBrowser kept = trusted(kim);
        Page page = kept.get("/preferences");
        String other = urls(page).stream()
                .filter(url -> !entry(page, url).contains("This device"))
                .findFirst()
                .orElseThrow();
        assertThat(urls(page)).hasSize(2).allMatch(url -> entry(page, url).contains("Firefox on Linux"));

        Page answer = kept.post(other);

        assertThat(answer.status()).isEqualTo(303);
        assertThat(kept.follow(answer).says("The device is revoked.")).isTrue();
        assertThat(lost.get("/preferences").says("This device")).isFalse();
        lost.post("/logout");
        kept.post("/logout");
        assertThat(lost.enterPassword(kim).location()).isEqualTo("/login/code");
        assertThat(kept.enterPassword(kim).location()).isEqualTo("/");
    }

    @Test
    void revokeWhenTheCurrentOneSkippedTheCodeThenThisSessionOwesOne(@WithMfa TestAccount kim) {
        TestBrowser browser = trusted(kim);
        browser.post("/logout");
        assertThat(browser.enterPassword(kim).location()).isEqualTo("/");
        Page page = browser.get("/preferences");
        assertThat(entry(page, urls(page).get(0))).contains("This device");

        Page answer = browser.post(urls(page).get(0));

        assertThat(answer.status()).isEqualTo(303);
        assertThat(browser.follow(answer).location()).isEqualTo("/login/code");
    }

    @Test
    void revokeAllWhenPressedThenNoneIsLeft(@WithMfa TestAccount kim) {
        TestBrowser first = trusted(kim);
        TestBrowser second = trusted(kim);

        Page answer = second.post(ALL);

        assertThat(answer.status()).isEqualTo(303);
        Page page = second.follow(answer);
        assertThat(page.says("All trusted devices are revoked.")).isTrue();
        assertThat(urls(page)).isEmpty();
        first.post("/logout");
        assertThat(first.enterPassword(kim).location()).isEqualTo("/login/code");
        assertThat(second.post(ALL).status()).as("with none left").isEqualTo(303);
    }

    @Test
    void revokeWhenTheDeviceIsAnothersThenThereIsNothing(@WithMfa TestAccount kim) {
        TestBrowser hers = trusted(kim);
        TestBrowser thief = trusted(accounts.withMfa("eve"));
        String url = urls(hers.get("/preferences")).get(0);

        assertThat(thief.post(url).status()).isEqualTo(404);
        assertThat(thief.post(ALL).status()).isEqualTo(303);

        assertThat(urls(hers.get("/preferences"))).containsExactly(url);
    }

    @Test
    void revokeWhenAskedByGetThenIsNotAllowed() {
        TestBrowser browser = trusted(accounts.withMfa("kim"));
        String url = urls(browser.get("/preferences")).get(0);

        assertThat(browser.get(url).status()).isEqualTo(405);
        assertThat(browser.get(ALL).status()).isEqualTo(405);
        assertThat(urls(browser.get("/preferences"))).hasSize(1);
    }

    @Test
    void revokeWhenNobodyHasTheDeviceThenThereIsNothing() {
        TestBrowser browser = browsers.open().signIn(accounts.withPassword("kim"));

        assertThat(browser.post("/preferences/trusted-devices/" + UUID.randomUUID() + "/revoke")
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "x", "%27", "1-1-1-1-1", "%3Cb%3E"})
    void revokeWhenTheIdIsMalformedThenIsNoFault(String id) {
        TestBrowser browser = browsers.open().signIn(accounts.withPassword("kim"));

        assertThat(browser.post("/preferences/trusted-devices/" + id + "/revoke")
                        .status())
                .isIn(400, 404);
    }
}
