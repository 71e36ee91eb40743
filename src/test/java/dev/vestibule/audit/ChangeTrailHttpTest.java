package dev.vestibule.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Each change leaves its event with who did it, and no event holds a secret. */
@VestibuleTest
class ChangeTrailHttpTest {
    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts accounts;

    @Autowired
    TestClock clock;

    @Autowired
    JdbcClient jdbc;

    private TestTrail trail;

    @BeforeEach
    void open() {
        trail = new TestTrail(jdbc);
    }

    @Test
    void ownChangesWhenMadeThenLeaveTheirEvents(@WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        clock.passWindow();
        List<String> before = trail.of(ann);

        browser.post("/preferences/profile", "name", "Ann Other", "time_zone", "Europe/Rome");
        browser.post("/preferences/profile", "name", "Ann Other", "time_zone", "Europe/Rome");
        browser.get("/preferences/authenticators/new");
        browser.post("/preferences/authenticators/new", "name", "Tablet", "confirmation_code", "000001");
        browser.post(
                "/preferences/password",
                "current_password",
                "wrong",
                "new_password",
                "quiet-lantern-marble-31",
                "new_password_confirmation",
                "quiet-lantern-marble-31");

        assertThat(trail.since(ann, before))
                .containsExactly(
                        "profile_changed - user",
                        "wizard_opened - user",
                        "code_refused wrong user",
                        "password_refused wrong user");
        assertThat(jdbc.sql("select details ->> 'fields' from audit_event where kind = 'profile_changed'"
                                + " and account_id = :id")
                        .param("id", ann.id())
                        .query(String.class)
                        .single())
                .isEqualTo("name, time_zone");
    }

    @Test
    void downloadsWhenMadeThenLeaveTheirEvents(@WithPassword(Role.ADMIN) TestAccount root) {
        TestBrowser admin = browsers.open().signIn(root);

        assertThat(admin.get("/settings/users.csv").status()).isEqualTo(200);
        assertThat(admin.get("/settings/audit.csv").status()).isEqualTo(200);
        assertThat(admin.get("/preferences/data.json").status()).isEqualTo(200);
        admin.get("/settings/users");
        admin.get("/settings/audit");

        assertThat(jdbc.sql("""
                select kind || ' ' || actor_kind || ' ' || coalesce(account_id::text, '-') from audit_event
                where actor_id = :id and kind like '%exported' order by id""").param("id", root.id()).query(String.class).list())
                .containsExactly(
                        "users_exported administrator -",
                        "audit_exported administrator -",
                        "data_exported user " + root.id());
    }

    @Test
    void downloadWhenItIsRefusedThenLeavesNoEvent() {
        TestBrowser bob = browsers.open().signIn(accounts.withPassword("bob"));
        int before = exports();

        assertThat(bob.get("/settings/users.csv").status()).isEqualTo(403);
        assertThat(bob.get("/settings/audit.csv").status()).isEqualTo(403);

        assertThat(exports()).isEqualTo(before);
    }

    private int exports() {
        return jdbc.sql("select count(*) from audit_event where kind like '%exported'")
                .query(Integer.class)
                .single();
    }

    @Test
    void administratorsActsWhenDoneThenLeaveTheirEvents(@WithPassword(Role.ADMIN) TestAccount root) {
        TestBrowser admin = browsers.open().signIn(root);
        TestAccount bob = accounts.withMfa("bob");
        TestBrowser bobs = browsers.open();
        bobs.enterPassword(bob);
        bobs.post("/login/code", "confirmation_code", bob.code(), "remember_device", "on");
        String user = "/settings/users/" + bob.id();
        List<String> before = trail.of(bob);

        admin.post(user + "/revoke-trusted-devices");
        admin.post(user + "/revoke-trusted-devices");
        admin.post(
                user,
                "name",
                "Bob",
                "email",
                "bob@example.org",
                "version",
                Html.of(admin.get(user)).value("version"));
        admin.post(user + "/disable");
        admin.post(user + "/enable");
        admin.post(user + "/enable");
        admin.post(user + "/role", "role", "ADMIN");
        admin.post(user + "/role", "role", "USER");
        admin.post(user + "/mfa-disable");
        admin.post(user + "/password-link");

        assertThat(trail.since(bob, before))
                .containsExactly(
                        "devices_revoked - administrator",
                        "account_changed - administrator",
                        "account_disabled - administrator",
                        "account_enabled - administrator",
                        "role_changed - administrator",
                        "role_changed - administrator",
                        "mfa_disabled - administrator",
                        "password_link_issued - administrator");
        assertThat(trail.last(bob, "mfa_disabled")).containsEntry("actor_id", root.id());
    }

    @Test
    void parameterWhenChangedThenLeavesOldAndNewValue() {
        TestBrowser admin = browsers.open().signIn(accounts.withPassword("root", Role.ADMIN));

        long before =
                jdbc.sql("select max(id) from audit_event").query(Long.class).single();

        admin.post("/settings/parameters/auth_totp.challenge_minutes", "value", "20");
        admin.post("/settings/parameters/auth_totp.challenge_minutes", "value", "20");
        admin.post("/settings/parameters/auth_totp.challenge_minutes/reset");

        List<Map<String, Object>> rows =
                jdbc.sql("""
                select actor_kind, details::text as details from audit_event
                where kind = 'parameter_changed' and id > :before
                order by id""").param("before", before).query().listOfRows();
        assertThat(rows)
                .extracting(row -> row.get("details"))
                .containsExactly(
                        "{\"name\": \"auth_totp.challenge_minutes\", \"after\": \"20\", \"before\": \"10\"}",
                        "{\"name\": \"auth_totp.challenge_minutes\", \"after\": \"10\", \"before\": \"20\"}");
        assertThat(rows).extracting(row -> row.get("actor_kind")).containsOnly("administrator");
    }

    /** From the link to the last sign-out, with every secret that there is on the way. */
    @Test
    void rowsWhenReadAfterATourThenHoldNoSecret() {
        TestBrowser admin = browsers.open().signIn(accounts.withPassword("root", Role.ADMIN));
        TestAccount ann = accounts.invited("ann", Role.USER);
        String link = Html.of(admin.post("/settings/users/" + ann.id() + "/password-link"))
                .element("link")
                .orElseThrow();
        TestBrowser browser = browsers.open();
        String password = "quiet-lantern-marble-31";
        browser.post(link, "new_password", password, "new_password_confirmation", password);
        browser.post(link, "new_password", password, "new_password_confirmation", password);
        browser.post("/login", "username", password, "password", ann.login());
        browser.post("/login", "username", ann.login(), "password", password + "x");
        TestAccount mfa = accounts.withApp(new TestAccount(ann.id(), ann.login(), password, null, clock), "Phone");
        String wrong = "000001";
        String right = mfa.code();
        browser.enterPassword(mfa);
        String pending = browser.cookies().get("SESSION");
        browser.enterCode(wrong);
        browser.post("/login/code", "confirmation_code", right, "remember_device", "on");
        String secret = Html.of(browser.get("/preferences/authenticators/new"))
                .element("secret")
                .orElseThrow()
                .replace(" ", "");
        browser.post("/preferences/authenticators/new", "name", "=cmd()\u200b", "confirmation_code", wrong);
        List<String> secrets = List.of(
                password,
                wrong,
                right,
                link.substring(link.lastIndexOf('/') + 1),
                sessionId(pending),
                sessionId(browser.cookies().get("SESSION")),
                browser.cookies().get("__Host-trusted_device_" + ann.id()),
                browser.cookies().get("csrf"),
                secret);
        browser.post("/logout");

        assertThat(trail.of(mfa))
                .containsSubsequence(
                        "account_created - system",
                        "password_link_issued - administrator",
                        "password_link_used - visitor",
                        "password_refused wrong visitor",
                        "authenticator_added - system",
                        "mfa_enabled - system",
                        "code_asked no_cookie visitor",
                        "code_refused wrong visitor",
                        "device_trusted - user",
                        "signed_in code user",
                        "code_refused wrong user",
                        "signed_out - user");
        assertThat(trail.texts()).isNotEmpty().allSatisfy(row -> {
            String told = row.toLowerCase(Locale.ROOT);
            assertThat(secrets)
                    .noneMatch(one -> told.contains(":" + one.toLowerCase(Locale.ROOT))
                            || told.contains("\"" + one.toLowerCase(Locale.ROOT))
                            || one.length() > 6 && told.contains(one.toLowerCase(Locale.ROOT)));
        });
    }

    private static String sessionId(String cookie) {
        return cookie.substring(0, cookie.indexOf('.'));
    }
}
