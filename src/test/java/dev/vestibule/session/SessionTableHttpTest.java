package dev.vestibule.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the tables hold of a session: a small record, no secret, and nothing that opens it. */
@VestibuleTest
record SessionTableHttpTest(Browsers browsers, JdbcClient jdbc) {
    @Test
    void tablesWhenPasswordsAndCodesWereTypedThenHoldNoneOfThem(@WithMfa TestAccount ann) {
        String code = ann.code();
        TestBrowser browser = browsers.open();
        browser.post("/login", "username", ann.login(), "password", "typed-and-wrong");
        browser.enterPassword(ann);
        browser.post("/login", "username", ann.login(), "password", "typed-and-wrong");
        browser.enterCode("typed-code");
        browser.post("/login/code", "confirmation_code", code, "remember_device", "on");
        browser.post("/login", "username", ann.login(), "password", "typed-and-wrong");
        assertThat(browser.isSignedIn()).isTrue();

        String everything = everything();

        String cookie = browser.cookies().get("SESSION");
        assertThat(everything)
                .contains(ann.login())
                .doesNotContain("typed-and-wrong", "typed-code", TestAccounts.PASSWORD)
                .doesNotContain(cookie, cookie.substring(cookie.indexOf('.') + 1))
                .doesNotContain(browser.cookies().get("__Host-trusted_device_" + ann.id()))
                .doesNotContain(browser.cookies().get("csrf"));
        assertThat(everything).doesNotContainPattern("\\b" + code + "\\b");
    }

    @Test
    void sessionWhenItsRowIsOfANewerReleaseThenEndedAndNoFault(@WithPassword TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        renew(ann);

        assertThat(browser.get("/login").status()).isEqualTo(200);
        assertThat(browser.get("/").location()).isEqualTo("/login?ended");
        assertThat(browser.get("/").location()).isEqualTo("/login");
    }

    @Test
    void sessionWhenItsRowIsOfANewerReleaseThenOneSignsInAnew(@WithPassword TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        renew(ann);

        assertThat(browser.signIn(ann).isSignedIn()).isTrue();
    }

    /** As a release would leave it that knows another factor. */
    private void renew(TestAccount account) {
        jdbc.sql("update session set opened_with = 'passkey' where account_id = :id")
                .param("id", account.id())
                .update();
    }

    /** Every row of every table, as text. */
    private String everything() {
        return jdbc
                .sql("select table_name from information_schema.tables where table_schema = 'public'")
                .query(String.class)
                .list()
                .stream()
                .flatMap(table ->
                        jdbc.sql("select t::text from \"" + table + "\" t").query(String.class).list().stream())
                .reduce("", (rows, row) -> rows + "\n" + row);
    }
}
