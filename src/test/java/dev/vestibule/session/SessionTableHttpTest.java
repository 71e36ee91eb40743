package dev.vestibule.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.TestSetup.People;
import dev.vestibule.testing.TestSetup.TestPerson;
import dev.vestibule.testing.VestibuleTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the tables hold of a session: a small record, no secret, and nothing that opens it. */
@VestibuleTest
class SessionTableHttpTest {
    @Autowired
    Browsers browsers;

    @Autowired
    People people;

    @Autowired
    JdbcClient jdbc;

    @Test
    void tablesWhenPasswordsAndCodesWereTypedThenHoldNoneOfThem() {
        TestPerson ann = people.withMfa("ann");
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
                .doesNotContain("typed-and-wrong", "typed-code", People.PASSWORD)
                .doesNotContain(cookie, cookie.substring(cookie.indexOf('.') + 1))
                .doesNotContain(browser.cookies().get("__Host-trusted_device_" + ann.id()))
                .doesNotContain(browser.cookies().get("csrf"));
        assertThat(everything).doesNotContainPattern("\\b" + code + "\\b");
    }

    @Test
    void sessionsWhenStoredThenAreASignInAndNothingElse() {
        TestPerson ada = people.withMfa("ada", Role.ADMIN);
        browsers.open().enterPassword(ada);
        browsers.open().signIn(ada).get("/");

        List<Map<String, Object>> attributes = attributes(ada);

        assertThat(attributes).hasSize(2).allSatisfy(attribute -> {
            assertThat(attribute.get("attribute_name")).isEqualTo(SignIn.ATTRIBUTE);
            assertThat((String) attribute.get("json"))
                    .contains("credentialVersion")
                    .doesNotContain("ADMIN", "ROLE");
            assertThat((Integer) attribute.get("fields")).isEqualTo(SignIn.class.getRecordComponents().length);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{}",
                "1",
                "\"\"",
                "{\"account\": \"x\"}",
                "{\"account\": null, \"credentialVersion\": 1}",
                "{\"@class\": \"java.lang.Object\"}"
            })
    void sessionWhenItsRowIsGarbageThenEndedAndNoFault(String json) {
        TestPerson ann = people.withPassword("ann");
        TestBrowser browser = browsers.open().signIn(ann);
        spoil(ann, json);

        assertThat(browser.get("/login").status()).isEqualTo(200);
        assertThat(browser.get("/").location()).isEqualTo("/login?ended");
        assertThat(browser.get("/").location()).isEqualTo("/login");
        assertThat(attributes(ann)).isEmpty();
    }

    @Test
    void sessionWhenItsRowIsGarbageThenOneSignsInAnew() {
        TestPerson ann = people.withPassword("ann");
        TestBrowser browser = browsers.open().signIn(ann);
        spoil(ann, "[1]");

        assertThat(browser.signIn(ann).isSignedIn()).isTrue();
    }

    @Test
    void sessionWhenOfANewerReleaseThenItsUnknownFieldIsIgnored() {
        TestPerson ann = people.withPassword("ann");
        TestBrowser browser = browsers.open().signIn(ann);
        jdbc.sql("""
                update spring_session_attributes set attribute_bytes = attribute_bytes || '{"later": {"x": 1}}'
                where session_primary_id in (select primary_id from spring_session where principal_name = :id)""").param("id", ann.id().toString()).update();

        assertThat(browser.isSignedIn()).isTrue();
    }

    private void spoil(TestPerson person, String json) {
        jdbc.sql("""
                update spring_session_attributes set attribute_bytes = cast(:json as jsonb)
                where session_primary_id in (select primary_id from spring_session where principal_name = :id)""").param("json", json).param("id", person.id().toString()).update();
    }

    private List<Map<String, Object>> attributes(TestPerson person) {
        return jdbc.sql("""
                select attribute_name, attribute_bytes::text as json,
                    (select count(*)::int from jsonb_object_keys(attribute_bytes)) as fields
                from spring_session_attributes join spring_session on primary_id = session_primary_id
                where principal_name = :id""").param("id", person.id().toString()).query().listOfRows();
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
