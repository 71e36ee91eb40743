package dev.vestibule.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whatever language this Java or the browser speaks: machines get ASCII digits, and pages are in English wholly. */
@VestibuleTest
@Isolated
record LocaleHttpTest(Browsers browsers, TestAccounts accounts, JdbcClient jdbc) {
    @ParameterizedTest
    @ValueSource(strings = {"fa-IR", "tr-TR", "th-TH-u-ca-buddhist-nu-thai", "ar-EG", "hi-IN-u-nu-deva"})
    void signInWhenTheJavaHasOtherDigitsThenWorks(String tag) {
        Locale usual = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(tag));
        try {
            TestAccount root = accounts.withMfa("root", Role.ADMIN);
            TestBrowser browser = browsers.open().with("Accept-Language", tag);

            browser.enterPassword(root);
            assertThat(browser.enterCode("000000").location()).startsWith("/login/code?error=");
            browser.post("/login/code", "confirmation_code", root.code(), "remember_device", "on");

            assertThat(browser.isSignedIn()).isTrue();
            root.clock().passWindow();
            for (String page : new String[] {
                "/",
                "/preferences",
                "/settings/users?q=root",
                "/settings/parameters",
                "/settings/audit",
                "/settings/companies",
                "/settings/users/" + root.id(),
                "/settings/users/" + root.id() + "/why"
            }) {
                var answer = browser.get(page);
                assertThat(answer.status()).as(page).isEqualTo(200);
                assertThat(answer.body().codePoints().noneMatch(LocaleHttpTest::isOtherDigit))
                        .as(page)
                        .isTrue();
            }
            assertThat(browser.get("/preferences").body()).containsPattern("[0-9] [A-Z][a-z]+ 20[0-9]{2}");
        } finally {
            Locale.setDefault(usual);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"America/Nowhere", "Mars/Olympus", "", "+99:00", "EST5EDT4"})
    void pageWhenNobodyKnowsTheZoneOfTheAccountThenTellsTimesInUtc(
            String zone, @WithPassword(Role.ADMIN) TestAccount root) {
        TestBrowser browser = browsers.open().signIn(root);
        jdbc.sql("update account set time_zone = :zone where id = :id")
                .param("zone", zone)
                .param("id", root.id())
                .update();

        for (String page : new String[] {
            "/",
            "/preferences",
            "/preferences/data.json",
            "/settings/users/" + root.id(),
            "/settings/audit",
            "/settings/audit.csv",
            "/login"
        }) {
            assertThat(browser.get(page).status()).as(page).isIn(200, 302);
        }
        assertThat(browser.get("/preferences").body()).contains(" UTC");
    }

    /** A browser may be set to more languages than Tomcat looks at by itself, and any program can name thousands. */
    @ParameterizedTest
    @ValueSource(ints = {11, 100, 3_000})
    void pageWhenTheBrowserNamesManyLanguagesThenIsShownInEnglish(
            int languages, @WithMfa(Role.ADMIN) TestAccount root) {
        String header = IntStream.range(0, languages)
                .mapToObj(language -> "l" + (char) ('a' + language % 26) + ";q=0." + (1 + language % 9))
                .collect(Collectors.joining(","));
        TestBrowser browser = browsers.open().with("Accept-Language", header);

        browser.signIn(root);

        for (String page : new String[] {"/", "/preferences", "/settings/users", "/login"}) {
            assertThat(browser.get(page).status()).as(page).isIn(200, 302);
        }
        assertThat(browser.get("/").body()).contains("lang=\"en\"");
        assertThat(browser.get("/nowhere").status()).isEqualTo(404);
    }

    private static boolean isOtherDigit(int character) {
        return Character.isDigit(character) && character > '9';
    }
}
