package dev.vestibule.settings.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.Role;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.apikey.Scope;
import dev.vestibule.recovery.RecoveryCode;
import dev.vestibule.recovery.RecoveryCodes;
import dev.vestibule.settings.TestAdministrators;
import dev.vestibule.testing.ApiClients;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An account that is deleted is gone with everything in it, and the trail knows it by its id. */
@VestibuleTest
record UserDeletionControllerHttpTest(
        Browsers browsers,
        TestAccounts testAccounts,
        ApiClients programs,
        AccountRepository accounts,
        RecoveryCodes codes,
        SetPasswordLinks links,
        TestClock clock,
        JdbcClient jdbc) {
    /** What is written once and outlives the account. */
    private static final Set<String> KEPT = Set.of("audit_event", "audit_wait", "audit_entry");

    private static String url(TestAccount account) {
        return "/settings/users/" + account.id();
    }

    private TestBrowser administrator() {
        return browsers.open().signIn(testAccounts.withPassword("root", Role.ADMIN));
    }

    /** Presses the button of the confirming page. */
    private static Page delete(TestBrowser administrator, TestAccount account) {
        Page page = administrator.get(url(account) + "/delete");
        return administrator.post(
                url(account) + "/delete", "version", Html.of(page).value("version"));
    }

    private boolean exists(TestAccount account) {
        return accounts.findById(account.id()).isPresent();
    }

    @Test
    void pageWhenOpenedThenSaysWhoGoesAndWhatStaysAndChangesNothing() {
        TestAccount ann = testAccounts.called("page.ann", "Ann Archer", "ann@example.org", Role.USER, false);
        TestBrowser root = administrator();
        assertThat(root.get(url(ann)).body()).contains("href=\"" + url(ann) + "/delete\"");

        Page page = root.get(url(ann) + "/delete");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body())
                .contains(
                        "Ann Archer",
                        "page.ann",
                        "cannot be undone",
                        "API keys",
                        "with its id and without its name",
                        "disable the account");
        assertThat(Html.of(page).hasForm(url(ann) + "/delete")).isTrue();
        assertThat(exists(ann)).isTrue();
    }

    @Test
    void accountWhenDeletedThenTheListSaysSoAndItsPagesAreNotFound(
            @WithMfa TestAccount ann, @WithPassword(Role.ADMIN) TestAccount root) {
        TestBrowser browser = browsers.open().signIn(root);

        Page answer = delete(browser, ann);

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.location()).isEqualTo("/settings/users?done=user-deleted");
        assertThat(browser.follow(answer).body())
                .contains("The user is deleted")
                .doesNotContain(ann.login());
        assertThat(exists(ann)).isFalse();
        for (String page : List.of("", "/delete", "/role", "/reset", "/why")) {
            assertThat(browser.get(url(ann) + page).status()).as(page).isEqualTo(404);
        }
        for (String form : List.of("", "/delete", "/disable", "/end-sessions", "/unlock", "/password-link")) {
            assertThat(browser.post(url(ann) + form).status()).as(form).isEqualTo(404);
        }
        assertThat(jdbc.sql("""
                select concat_ws(' ', kind, actor_kind, actor_id, details) from audit_event
                where account_id = :id order by id desc limit 1""").param("id", ann.id()).query(String.class).single())
                .isEqualTo("account_deleted administrator " + root.id() + " {}");
    }

    @Test
    void accountWhenDeletedInASessionLeftOpenThenTakesAProof(
            @WithPassword TestAccount ann, @WithPassword(Role.ADMIN) TestAccount root) {
        TestBrowser browser = browsers.open().signIn(root);
        clock.pass(Duration.ofMinutes(16));

        assertThat(browser.get(url(ann) + "/delete").location()).isEqualTo("/login?proof");
        Page asked = browser.post(url(ann) + "/delete", "version", "0");
        assertThat(asked.location()).isEqualTo("/login?proof");
        assertThat(exists(ann)).isTrue();
        assertThat(browser.prove(root, asked).location()).isEqualTo(url(ann) + "/delete?done=again");
        assertThat(exists(ann)).as("it was not sent by itself").isTrue();
        assertThat(delete(browser, ann).status()).isEqualTo(303);
    }

    @Test
    void accountWhenSomebodyChangedItMeanwhileThenIsShownAgainAndStays(@WithPassword TestAccount ann) {
        TestBrowser root = administrator();
        String seen = Html.of(root.get(url(ann) + "/delete")).value("version");
        administrator().post(url(ann), "name", "Anna Archer", "email", "", "version", seen);

        Page refused = root.post(url(ann) + "/delete", "version", seen);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(Html.of(refused).title()).startsWith("Error:");
        assertThat(refused.body()).contains("Somebody changed this account", "Anna Archer");
        assertThat(exists(ann)).isTrue();
        root.post(url(ann) + "/delete", "version", Html.of(refused).value("version"));
        assertThat(exists(ann)).isFalse();
    }

    @Test
    void accountWhenItBecameAnAdministratorsMeanwhileThenStays(@WithPassword TestAccount ann) {
        TestBrowser root = administrator();
        String seen = Html.of(root.get(url(ann) + "/delete")).value("version");
        administrator().post(url(ann) + "/role", "role", "ADMIN");

        assertThat(root.post(url(ann) + "/delete", "version", seen).status()).isEqualTo(422);
        assertThat(exists(ann)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "99999999999", "0 or 1=1"})
    void versionWhenItIsNoneThenNothingIsDeleted(String version, @WithPassword TestAccount ann) {
        TestBrowser root = administrator();

        assertThat(root.post(url(ann) + "/delete", "version", version).status()).isEqualTo(422);
        assertThat(root.post(url(ann) + "/delete").status()).isEqualTo(422);
        assertThat(exists(ann)).isTrue();
    }

    @Test
    void lastAdministratorWhenDeletedThenRefusedWithTheReasonAndWithoutTheButton(
            @WithPassword(Role.ADMIN) TestAccount root) {
        TestAccount never = testAccounts.invited("never", Role.ADMIN);
        TestBrowser browser = browsers.open().signIn(root);
        try (var only = TestAdministrators.only(jdbc, root, never)) {
            for (Page page :
                    List.of(browser.get(url(root) + "/delete"), browser.post(url(root) + "/delete", "version", "0"))) {
                assertThat(page.says("This is the last administrator who can sign in"))
                        .isTrue();
                assertThat(Html.of(page).hasButton()).isFalse();
            }
            assertThat(browser.post(url(root) + "/delete", "version", "0").status())
                    .isEqualTo(422);
            assertThat(browser.get(url(root)).body()).doesNotContain(url(root) + "/delete");
            assertThat(exists(root)).isTrue();
            assertThat(delete(browser, never).status()).as("has no password").isEqualTo(303);
        }
    }

    @Test
    void oneselfWhenDeletedThenIsLeftToAnotherAdministrator(@WithPassword(Role.ADMIN) TestAccount root) {
        testAccounts.withPassword("second", Role.ADMIN);
        TestBrowser browser = browsers.open().signIn(root);

        for (Page page :
                List.of(browser.get(url(root) + "/delete"), browser.post(url(root) + "/delete", "version", "0"))) {
            assertThat(page.says("This is your own account. Another administrator can do this."))
                    .isTrue();
            assertThat(Html.of(page).hasButton()).isFalse();
        }
        assertThat(exists(root)).isTrue();
        assertThat(browser.get(url(root)).body()).doesNotContain(url(root) + "/delete");
    }

    @Test
    void administratorsWhenTwoDeleteEachOtherAtOnceThenOneStays() throws InterruptedException {
        for (int round = 0; round < 5; round++) {
            TestAccount anna = testAccounts.withPassword("anna", Role.ADMIN);
            TestAccount bert = testAccounts.withPassword("bert", Role.ADMIN);
            List<Page> answers = TestAdministrators.againstEachOther(
                    jdbc,
                    browsers,
                    anna,
                    bert,
                    "/delete",
                    Map.of("version", "0"),
                    () -> assertThat(exists(anna) != exists(bert))
                            .as("one of them")
                            .isTrue());

            assertThat(answers).extracting(Page::status).contains(303).doesNotContain(500);
        }
    }

    @Test
    void accountWhenDeletedTwiceAtOnceThenIsDeletedOnce(@WithMfa TestAccount ann) throws InterruptedException {
        TestBrowser root = administrator();
        String token = root.token();

        List<Page> answers = Race.of(4, () -> root.copy().post(url(ann) + "/delete", "version", "0", "_csrf", token));

        assertThat(answers).extracting(Page::status).containsOnly(303, 404).containsOnlyOnce(303);
    }

    /** Has something of everything that there is to have. */
    private TestAccount rich(String login, String name, String email) {
        TestAccount account = testAccounts.withApp(testAccounts.called(login, name, email, Role.USER, false), "Phone");
        TestBrowser browser = browsers.open();
        browser.signInByDevice(account);
        programs.key(account, Scope.WRITE);
        codes.issue(account.id(), version(account));
        browsers.open().post("/login", "username", login, "password", "wrong");
        TestBrowser second = browsers.open().signInByDevice(account);
        second.post("/preferences/trusted-devices/revoke-all");
        browsers.open().signInByDevice(account);
        browsers.signedIn(account).get("/preferences/authenticators/new");
        TestBrowser clumsy = browsers.open();
        clumsy.enterPassword(account);
        clumsy.enterCode("000000");
        links.issue(account.id());
        jdbc.sql("insert into enrolment_pass (account_id, pass_hash, expires_at) values (:id, 'x', now())")
                .param("id", account.id())
                .update();
        return account;
    }

    private int version(TestAccount account) {
        return accounts.findById(account.id()).orElseThrow().credentialVersion();
    }

    private record Column(String table, String name) {}

    private List<Column> columns() {
        return jdbc.sql("""
                select c.table_name as "table", c.column_name as name from information_schema.columns c
                where c.table_schema = current_schema()""").query(Column.class).list();
    }

    /** Which tables hold this text in any of their columns. */
    private Set<String> tablesWith(String text) {
        Set<String> found = new TreeSet<>();
        for (Column column : columns()) {
            boolean here = jdbc.sql("""
                    select exists (select from "%s" t where position(:text in lower(
                        case when pg_typeof(t."%s") = 'bytea'::regtype
                            then encode(cast(cast(t."%s" as text) as bytea), 'escape') else cast(t."%s" as text) end)) > 0)""".formatted(column.table(), column.name(), column.name(), column.name()))
                    .param("text", text.toLowerCase(java.util.Locale.ROOT))
                    .query(Boolean.class)
                    .single();
            if (here) {
                found.add(column.table());
            }
        }
        return found;
    }

    @Test
    void accountWhenDeletedThenNothingOfItIsLeftAndTheTrailKeepsTheIdAlone() {
        TestAccount ann = rich("doomed.ann", "Doomed Q. Person", "doomed.mail@example.org");
        Set<String> before = tablesWith(ann.id().toString());
        assertThat(before)
                .as("something of everything")
                .containsExactlyInAnyOrder(
                        "account",
                        "api_key",
                        "audit_entry",
                        "audit_event",
                        "authenticator",
                        "code_day",
                        "code_row",
                        "ended_device",
                        "enrolment_pass",
                        "known_browser",
                        "notice",
                        "pending_authenticator",
                        "recovery_code",
                        "set_password_link",
                        "session",
                        "trusted_device");
        int counted = throttled();

        assertThat(delete(administrator(), ann).status()).isEqualTo(303);

        assertThat(tablesWith(ann.id().toString())).isSubsetOf(KEPT).contains("audit_event");
        for (String text : List.of(ann.login(), "doomed q. person", "doomed.mail@example.org", "doomed")) {
            assertThat(tablesWith(text)).as(text).isEmpty();
        }
        assertThat(throttled()).as("counters of the login").isLessThan(counted);
    }

    private int throttled() {
        return jdbc.sql("select count(*) from throttle where length(login) > 0")
                .query(Integer.class)
                .single();
    }

    @Test
    void loginWhenGivenAnewThenIsAnotherAccountThatNothingOldOpens() {
        TestAccount old =
                testAccounts.withApp(testAccounts.called("reborn", "Old Owner", null, Role.USER, false), "Phone");
        TestBrowser device = browsers.open().signInByDevice(old);
        String key = programs.key(old, Scope.READ).text().text();
        String link = links.issue(old.id()).path();
        RecoveryCode code = codes.issue(old.id(), version(old)).orElseThrow().get(0);
        device.copy().post("/login", "username", "reborn", "password", "wrong");
        TestBrowser root = administrator();
        delete(root, old);
        assertThat(browsers.open().enterPassword(old).location())
                .as("like a login that nobody has")
                .isEqualTo("/login?error");

        TestAccount heir =
                testAccounts.withApp(testAccounts.called("reborn", "New Owner", null, Role.USER, false), "Phone");

        assertThat(heir.id()).isNotEqualTo(old.id());
        assertThat(device.get("/preferences").location()).isEqualTo("/login?ended");
        assertThat(programs.open().withKey(key).get("/me")).hasToString("401 unauthenticated");
        assertThat(browsers.open().get(link).status()).isEqualTo(410);
        assertThat(device.enterPassword(heir).location())
                .as("the old device spares no code")
                .isEqualTo("/login/code");
        assertThat(device.enterCode(old.code()).location()).isEqualTo("/login/code?error=wrong");
        assertThat(device.post("/login/recovery", "recovery_code", code.text()).location())
                .isEqualTo("/login/recovery?error=wrong");
        assertThat(device.enterCode(heir.code()).location()).isEqualTo("/preferences");
        assertThat(jdbc.sql(
                                "select count(*) from notice n join audit_event e on e.id = n.event_id where n.account_id <> e.account_id")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(jdbc.sql("select kind from audit_event where account_id = :id and kind = 'account_deleted'")
                        .param("id", heir.id())
                        .query(String.class)
                        .optional())
                .isEmpty();
    }

    @Test
    void trailWhenTheAccountIsGoneThenNamesItByIdAndIsFoundByIt() {
        TestAccount ann = testAccounts.called("gone.ann", "Ann", null, Role.ADMIN, false);
        TestAccount bob = testAccounts.withPassword("bob");
        TestBrowser anns = browsers.open().signIn(ann);
        anns.post(url(bob) + "/disable");
        TestBrowser root = administrator();
        delete(root, ann);

        String gone = "Deleted account " + ann.id();
        assertThat(root.get("/settings/audit?account=" + ann.id()).body())
                .contains(">Account deleted</span>", gone)
                .doesNotContain("gone.ann");
        assertThat(root.get("/settings/audit?account=" + bob.id()).body())
                .as("who acted")
                .contains("Account disabled", gone);
        assertThat(root.get("/settings/audit?account=gone.ann").body()).doesNotContain(">Account deleted</span>");
        assertThat(root.get("/settings/audit.csv?account=" + ann.id()).body())
                .contains("account_deleted", ann.id().toString())
                .doesNotContain("gone.ann");
        UUID asker = ann.id();
        var events = programs.byKey(testAccounts.withPassword("root", Role.ADMIN), Scope.READ)
                .get("/audit-events?account_id=" + asker)
                .json();
        assertThat(events.at("/items/0/kind").asString()).isEqualTo("account_deleted");
        assertThat(events.at("/items/0/account/id").asString()).isEqualTo(asker.toString());
        assertThat(events.at("/items/0/account/login").isNull()).isTrue();
    }
}
