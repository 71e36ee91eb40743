package dev.vestibule.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.DataExport;
import dev.vestibule.account.Role;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.apikey.Scope;
import dev.vestibule.policy.EnrolmentMethod;
import dev.vestibule.policy.MfaRequired;
import dev.vestibule.policy.Policies;
import dev.vestibule.policy.TestCompanies;
import dev.vestibule.recovery.RecoveryCodes;
import dev.vestibule.testing.ApiClients;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.TestWizard;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is kept about a user, for that user: all of it, nobody else's, and nothing that opens anything. */
@VestibuleTest
record DataExportControllerHttpTest(
        Browsers browsers,
        TestAccounts testAccounts,
        ApiClients programs,
        AccountRepository accounts,
        RecoveryCodes codes,
        SetPasswordLinks links,
        Policies policies,
        List<DataExport> parts,
        TestClock clock,
        JdbcClient jdbc) {
    private static final String URL = "/preferences/data.json";

    /** Tables that are about an account and in no part of the file, and why. */
    private static final Map<String, String> LEFT_OUT = Map.of(
            "set_password_link", "a hash, for a day",
            "enrolment_pass", "a hash, for an hour",
            "pending_authenticator", "a sealed secret, for minutes",
            "trusted_device_token", "hashes of what its device was given",
            "code_row", "a count of failures: how many are left is not for a thief",
            "code_day", "the same, by day",
            "user_import", "a file about others on its way, for an hour",
            "audit_wait", "read with the events, as the view of both");

    @AfterEach
    void tidy() {
        TestCompanies.tidy(jdbc);
    }

    private static JsonNode json(Page page) {
        assertThat(page.status()).isEqualTo(200);
        return JsonMapper.shared().readTree(page.body());
    }

    @Test
    void fileWhenAskedForThenIsAnAttachmentThatNobodyKeeps() {
        TestBrowser browser = browsers.open().signIn(testAccounts.withPassword("ann"));
        assertThat(browser.get("/preferences").body()).contains("href=\"" + URL + "\"", "Your data");

        Page page = browser.get(URL);

        assertThat(page.header("Content-Type")).startsWith("application/json");
        assertThat(page.header("Content-Disposition")).isEqualTo("attachment; filename=\"vestibule-data.json\"");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.body()).as("to be read").contains("\n  ");
        assertThat(browser.post(URL).status()).isEqualTo(405);
    }

    @Test
    void fileWhenReadThenTellsEverythingOfItsOwnerAndNothingOfOthers() {
        TestAccount bob = testAccounts.called("file.bob", "Bob Other", "bob.other@example.org", Role.ADMIN, false);
        TestAccount ann = testAccounts.withApp(
                testAccounts.called("file.ann", "Ann \u00c4rger", "ann@example.org", Role.USER, false), "Ann's phone");
        codes.issue(ann.id(), accounts.get(ann.id()).credentialVersion());
        TestBrowser browser = browsers.open().signInByDevice(ann);
        programs.byKey(ann, Scope.READ).get("/me");
        browsers.open().signIn(bob).post("/settings/users/" + ann.id() + "/end-sessions");
        TestBrowser again = browsers.open();
        clock.passWindow();
        again.signIn(ann);

        JsonNode file = json(again.get(URL));

        JsonNode profile = file.path("profile");
        assertThat(profile.path("id").asString()).isEqualTo(ann.id().toString());
        assertThat(profile.path("login").asString()).isEqualTo("file.ann");
        assertThat(profile.path("name").asString()).isEqualTo("Ann \u00c4rger");
        assertThat(profile.path("email").asString()).isEqualTo("ann@example.org");
        assertThat(profile.path("time_zone").asString()).isEqualTo("UTC");
        assertThat(profile.path("company").asString()).isEqualTo("My Company");
        assertThat(profile.path("role").asString()).isEqualTo("USER");
        assertThat(profile.path("mfa_enabled").asBoolean()).isTrue();
        assertThat(profile.path("last_signed_in_with").asString()).isEqualTo("totp");
        for (String time : List.of("created_at", "last_signed_in_at", "earlier_signed_in_at")) {
            assertThat(profile.path(time).asString()).as(time).matches("[0-9-]{10}T[0-9:.]+Z");
        }
        assertThat(file.at("/authenticators/0/name").asString()).isEqualTo("Ann's phone");
        assertThat(file.at("/authenticators/0/last_used_at").asString()).endsWith("Z");
        assertThat(file.at("/recovery_codes/left").asInt()).isEqualTo(10);
        assertThat(file.at("/trusted_devices/0/browser").asString()).isEqualTo("Firefox on Linux");
        assertThat(file.path("sessions")
                        .valueStream()
                        .map(session -> session.path("address").asString()))
                .isNotEmpty()
                .containsOnly("127.0.0.1");
        assertThat(file.at("/sessions/0/since").asString()).endsWith("Z");
        assertThat(file.at("/sessions/0/last_seen_at").asString()).endsWith("Z");
        assertThat(file.at("/api_keys/0/scope").asString()).isEqualTo("read");
        assertThat(file.at("/api_keys/0/last_used_from").asString()).isEqualTo("127.0.0.1");
        assertThat(file.at("/api_keys/0/revoked_at").isNull()).isTrue();
        assertThat(file.at("/known_browsers/count").asInt()).isPositive();
        assertThat(file.path("notices").size()).isPositive();
        assertEvents(file, ann);
        assertThat(again.get(URL).body())
                .doesNotContain("file.bob", "Bob Other", bob.id().toString());
        assertThat(browser.get(URL).status()).as("ended").isEqualTo(302);
    }

    /** As the API tells them, all of them. */
    private void assertEvents(JsonNode file, TestAccount account) {
        List<String> told = file.path("events")
                .valueStream()
                .map(event -> event.path("id").asString())
                .toList();
        assertThat(told)
                .containsExactlyElementsOf(jdbc.sql(
                                "select cast(id as text) from audit_entry where account_id = :id order by at desc, id desc")
                        .param("id", account.id())
                        .query(String.class)
                        .list());
        JsonNode byAnother = file.path("events")
                .valueStream()
                .filter(event -> event.path("kind").asString().equals("sessions_ended"))
                .findFirst()
                .orElseThrow();
        assertThat(byAnother.at("/actor/kind").asString()).isEqualTo("administrator");
        assertThat(byAnother.at("/actor/id").isNull()).isTrue();
        assertThat(byAnother.path("address").isNull()).isTrue();
        assertThat(byAnother.at("/account/login").asString()).isEqualTo(account.login());
    }

    @Test
    void fileWhenSearchedForSecretsThenHasNone(@WithMfa TestAccount ann) {
        List<String> secrets = new ArrayList<>();
        codes.issue(ann.id(), accounts.get(ann.id()).credentialVersion())
                .orElseThrow()
                .forEach(code -> secrets.add(code.text()));
        TestBrowser browser = browsers.open().signInByDevice(ann);
        secrets.add(programs.key(ann, Scope.WRITE).text().text());
        secrets.add(links.issue(ann.id()).token().text());
        browser.cookies().forEach((name, value) -> secrets.add(value.split("\\.", 2)[0]));
        secrets.add(Objects.requireNonNull(ann.secret()).grouped().replace(" ", ""));
        secrets.add(ann.password());
        for (String query : List.of(
                "select password from account where id = :id",
                "select secret_hash from recovery_code where account_id = :id",
                "select encode(token_hash, 'hex') from trusted_device where account_id = :id",
                "select encode(token_hash, 'base64') from trusted_device where account_id = :id",
                "select encode(key_hash, 'hex') from api_key where account_id = :id",
                "select encode(token_hash, 'hex') from known_browser where account_id = :id",
                "select encode(sealed_secret, 'base64') from authenticator where account_id = :id",
                "select encode(id_hash, 'hex') from session where account_id = :id",
                "select encode(session_hash, 'hex') from audit_event where account_id = :id and session_hash is not null",
                "select first_group from recovery_code where account_id = :id")) {
            List<String> found =
                    jdbc.sql(query).param("id", ann.id()).query(String.class).list();
            assertThat(found).as(query).isNotEmpty();
            secrets.addAll(found);
        }

        String body = browser.get(URL).body();

        assertThat(secrets).allSatisfy(secret -> assertThat(body).doesNotContain(secret));
        assertThat(body.toLowerCase(Locale.ROOT)).doesNotContain("hash", "token\"", "secret", "\"password\" :");
    }

    @Test
    void fileWhenThereAreManyEventsThenHasThemAll(@WithPassword TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        jdbc.sql("""
                insert into audit_event (at, kind, outcome, account_id, actor_kind, details, node)
                select :now, 'profile_changed', 'info', :id, 'user', '{}', 'test' from generate_series(1, 2500)""")
                .param("now", Timestamp.from(clock.instant()))
                .param("id", ann.id())
                .update();

        JsonNode file = json(browser.get(URL));

        Set<String> ids = file.path("events")
                .valueStream()
                .map(event -> event.path("id").asString())
                .collect(Collectors.toSet());
        assertThat(ids).hasSizeGreaterThan(2_500).hasSize(file.path("events").size());
    }

    @Test
    void fileWhenAnyStepIsMissingThenIsNotThere() {
        assertThat(browsers.open().get(URL).location()).isEqualTo("/login");
        TestAccount ann = testAccounts.withMfa("ann");
        TestBrowser pending = browsers.open();
        pending.enterPassword(ann);
        assertThat(pending.get(URL).location()).isEqualTo("/login/code");
        TestAccount bea = testAccounts.withPassword("bea");
        TestAccount cora = testAccounts.withPassword("cora");
        var companies = new TestCompanies(jdbc, policies, clock);
        companies.of(TestCompanies.required(MfaRequired.EVERYONE, 0, EnrolmentMethod.PASSWORD), bea);
        companies.of(TestCompanies.required(MfaRequired.EVERYONE, 0, EnrolmentMethod.PASS), cora);
        TestBrowser enrolling = browsers.open();
        enrolling.enterPassword(bea);
        assertThat(enrolling.get(URL).location()).isEqualTo(TestWizard.URL);
        TestBrowser due = browsers.open();
        due.enterPassword(cora);
        assertThat(due.get(URL).location()).isEqualTo("/login/enrolment-pass");
        assertThat(browsers.open()
                        .with(
                                "Authorization",
                                "Bearer " + programs.key(ann, Scope.READ).text().text())
                        .get(URL)
                        .location())
                .as("a key opens no page")
                .isEqualTo("/login");
    }

    /** So that a table that is added is thought of. */
    @Test
    void tablesWhenTheyAreAboutAnAccountThenAreInTheFileOrLeftOutForAReason() {
        Set<String> about = new TreeSet<>(jdbc.sql("""
                select table_name from information_schema.columns
                where table_schema = current_schema()
                    and column_name in ('account_id', 'device_id')""").query(String.class).list());
        about.addAll(jdbc.sql("""
                select cast(conrelid as regclass)::text from pg_constraint
                where contype = 'f' and confrelid = 'account'::regclass""").query(String.class).list());
        about.add("account");
        about.removeAll(Set.of("audit_entry", "audit_event")); // The trail itself tells them.

        String told = parts.stream().map(DataExport::sql).collect(Collectors.joining(" "));
        Set<String> missing = new TreeSet<>(about);
        missing.removeIf(table -> told.matches("(?s).*\\b(from|join) " + table + "\\b.*"));

        assertThat(missing).isEqualTo(new TreeSet<>(LEFT_OUT.keySet()));
        assertThat(about).contains("api_key", "notice", "session", "trusted_device");
        assertThat(parts).extracting(DataExport::name).doesNotHaveDuplicates().hasSize(9);
    }
}
