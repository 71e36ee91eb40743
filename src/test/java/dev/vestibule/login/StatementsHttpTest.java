package dev.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.authenticator.AuthenticatorApps;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.TestStatements.Statements;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What each answer costs in statements: a visitor and a static file nothing, a page two and what it shows. */
@VestibuleTest
class StatementsHttpTest {
    private static final Pattern STYLE = Pattern.compile("href=\"(/assets/css/[^\"]+)\"");

    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts accounts;

    @Autowired
    AuthenticatorApps apps;

    @Autowired
    Statements statements;

    private final Map<String, List<String>> table = new LinkedHashMap<>();

    @AfterEach
    void print() {
        table.forEach((what, sent) -> System.out.printf("%-40s %2d%n", what, sent.size()));
    }

    @Test
    void visitorWhateverHeAsksThenCostsNothing(TestBrowser visitor) {
        assertThat(count("visitor, login page", () -> visitor.get("/login"))).isZero();
        assertThat(count("visitor, page", () -> visitor.get("/preferences"))).isZero();
        assertThat(count("visitor, static file", () -> visitor.get(styleSheet())))
                .isZero();
        assertThat(count("visitor, form without token", () -> visitor.postRaw("/login", "x=y")))
                .isZero();
        assertThat(count("visitor, logout", () -> visitor.post("/logout"))).isZero();
        visitor.cookies().put("SESSION", "00000000-0000-0000-0000-000000000000.AAAA");
        assertThat(count("forged session, page", () -> visitor.get("/preferences")))
                .isZero();
    }

    @Test
    void passwordWhenWrongThenFiveAndWhenRightFew(@WithMfa TestAccount ann, @WithPassword TestAccount bea) {
        assertThat(count("wrong password", login(ann.login(), "wrong"))).isEqualTo(5);
        assertThat(count("unknown login", login("nobody", "wrong"))).isEqualTo(5);
        assertThat(count("no login at all", login("no:body", "wrong"))).isEqualTo(4);
        assertThat(count("right password, code to come", login(ann.login(), ann.password())))
                .isEqualTo(7);
        assertThat(count("right password, no code needed", login(bea.login(), bea.password())))
                .as("two of which tell of a browser that was not here before")
                .isEqualTo(11);
    }

    @Test
    void codeWhenAskedAndGivenThenFew(@WithMfa TestAccount ann, TestBrowser browser) {
        browser.enterPassword(ann);

        assertThat(count("code page", () -> browser.get("/login/code"))).isEqualTo(3);
        assertThat(count("pending, login page", () -> browser.get("/login"))).isEqualTo(2);
        assertThat(count("pending, other page", () -> browser.get("/preferences")))
                .isEqualTo(2);
        assertThat(count("malformed code", code(browser, "x"))).isEqualTo(6);
        assertThat(count("wrong code", code(browser, "000001"))).isEqualTo(8);
        assertThat(count("right code", code(browser, ann.code()))).isEqualTo(15);
    }

    @Test
    void codeWhenItsAppReplacesAnotherThenCostsTwoLocksTheEndItsNamesAndItsNotice(@WithMfa TestAccount ann) {
        browsers.open().signIn(ann);
        UUID old = apps.of(ann.id()).get(0).id();
        TestAccount phone = accounts.withApp(ann, "New phone", old);
        TestBrowser browser = browsers.open();
        browser.enterPassword(phone);

        assertThat(count("right code, app replaced", code(browser, phone.code())))
                .isEqualTo(21);
        assertThat(apps.count(ann.id())).isOne();
    }

    @Test
    void pageWhenSignedInThenTwoAndItsOwn(@WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);

        assertThat(count("signed in, static file", () -> browser.get(styleSheet())))
                .isZero();
        assertThat(count("signed in, page without data", () -> browser.get("/preferences/mfa/disable")))
                .isEqualTo(2);
        assertThat(count("signed in, home", () -> browser.get("/"))).isEqualTo(7);
        assertThat(count("signed in, login page", () -> browser.get("/login"))).isEqualTo(2);
        assertThat(count("signed in, not found", () -> browser.get("/no-such-page")))
                .isEqualTo(2);
        assertThat(count("signed in, forbidden", () -> browser.get("/settings")))
                .isEqualTo(2);
        String token = browser.token();
        assertThat(count("logout", () -> browser.postRaw("/logout", "_csrf=" + token)))
                .isEqualTo(4);
    }

    @Test
    void deviceWhenTrustedThenNoMoreThanItsOwn(@WithMfa TestAccount ann, TestBrowser browser) {
        browser.enterPassword(ann);
        String token = browser.token();
        String form = "remember_device=on&confirmation_code=" + ann.code() + "&_csrf=" + token;
        assertThat(count("right code, remembered", () -> browser.postRaw("/login/code", form)))
                .isEqualTo(19);
        browser.post("/logout");

        String next = "username=" + ann.login() + "&password=" + ann.password() + "&_csrf=" + browser.token();
        assertThat(count("right password, trusted device", () -> browser.postRaw("/login", next)))
                .isEqualTo(11);
        assertThat(count("trusted device, first page", () -> browser.get("/preferences/mfa/disable")))
                .as("that the new token has arrived is noted once")
                .isEqualTo(3);
        assertThat(count("trusted device, page without data", () -> browser.get("/preferences/mfa/disable")))
                .isEqualTo(2);
    }

    private int count(String what, Supplier<?> work) {
        List<String> sent = statements.of(work);
        table.put(what, sent);
        return sent.size();
    }

    private Supplier<?> login(String login, String password) {
        TestBrowser browser = browsers.open();
        String form = "username=" + login + "&password=" + password + "&_csrf=" + browser.token();
        return () -> browser.postRaw("/login", form);
    }

    private Supplier<?> code(TestBrowser browser, String code) {
        String form = "confirmation_code=" + code + "&_csrf=" + browser.token();
        return () -> browser.postRaw("/login/code", form);
    }

    private String styleSheet() {
        var link = STYLE.matcher(browsers.open().get("/login").body());
        assertThat(link.find()).isTrue();
        return link.group(1);
    }
}
