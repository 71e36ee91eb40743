package dev.vestibule.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.Role;
import dev.vestibule.apikey.Scope;
import dev.vestibule.policy.TestCompanies;
import dev.vestibule.testing.ApiClient;
import dev.vestibule.testing.ApiClient.Answer;
import dev.vestibule.testing.ApiClients;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestLocks;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/** Accounts by the API: looked at, made, changed, all or nothing, and never an administrator's. */
@VestibuleTest
class UserResourcesHttpTest {
    private static int logins;

    @Autowired
    ApiClients programs;

    @Autowired
    TestAccounts testAccounts;

    @Autowired
    Browsers browsers;

    @Autowired
    TestClock clock;

    @Autowired
    AccountRepository accounts;

    @Autowired
    TransactionOperations transaction;

    @Autowired
    JdbcClient jdbc;

    private TestAccount root;
    private ApiClient program;

    @BeforeEach
    void open() {
        root = testAccounts.withPassword("root", Role.ADMIN);
        program = programs.byKey(root, Scope.WRITE);
    }

    @AfterEach
    void tidy() {
        TestCompanies.tidy(jdbc);
    }

    private static String login(String name) {
        return name + ".by.api" + ++logins;
    }

    private String row(UUID id) {
        return jdbc.sql("select row_to_json(a)::text from account a where id = :id")
                .param("id", id)
                .query(String.class)
                .single();
    }

    private int accountCount() {
        return jdbc.sql("select count(*) from account").query(Integer.class).single();
    }

    private List<String> trail(UUID id) {
        return jdbc.sql("""
                select concat_ws(' ', kind, actor_kind, actor_id) from audit_event where account_id = :id order by id""").param("id", id).query(String.class).list();
    }

    @Test
    void userWhenLookedAtThenIsToldWhole(@WithMfa TestAccount ann) {
        browsers.open().signIn(ann);

        Answer answer = program.get("/users/" + ann.id());

        JsonNode user = answer.json();
        assertThat(user.propertyNames())
                .containsExactly(
                        "id",
                        "login",
                        "name",
                        "email",
                        "company",
                        "role",
                        "disabled",
                        "mfa_enabled",
                        "mfa_required",
                        "grace_until",
                        "authenticators",
                        "recovery_codes_left",
                        "last_signed_in_at",
                        "created_at");
        assertThat(user.path("company").path("name").asString()).isEqualTo("My Company");
        assertThat(user.path("email").isNull()).isTrue();
        assertThat(user.path("authenticators").asInt()).isEqualTo(1);
        assertThat(user.path("last_signed_in_at").asString())
                .isEqualTo(clock.instant().toString());
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1", "00000000-0000-0000-0000-000000000000", "0-0-0-0-0"})
    void idWhenNobodyHasItThenIsNotFoundWhateverIsAsked(String id) {
        String path = "/users/" + id;

        assertThat(program.get(path)).hasToString("404 not-found");
        assertThat(program.patch(path, "{")).hasToString("404 not-found");
        assertThat(program.post(path + "/password-link")).hasToString("404 not-found");
        assertThat(program.post(path + "/end-sessions")).hasToString("404 not-found");
        assertThat(program.post(path + "/revoke-trusted-devices")).hasToString("404 not-found");
    }

    @Test
    void userWhenMadeThenHasNoPasswordAndIsWhereTheAnswerSays() {
        String login = login("Bea");

        Answer made = program.post("/users", """
                {"login": " %s ", "name": " Bea ", "email": "bea@example.org"}""".formatted(login));

        assertThat(made.status()).isEqualTo(201);
        UUID id = UUID.fromString(made.json().path("id").asString());
        assertThat(made.header("Location")).isEqualTo("/api/v1/users/" + id);
        assertThat(made.json()).isEqualTo(program.get("/users/" + id).json());
        assertThat(made.json().path("login").asString()).isEqualTo(login.toLowerCase());
        assertThat(made.json().path("name").asString()).isEqualTo("Bea");
        assertThat(made.json().path("role").asString()).isEqualTo("USER");
        assertThat(row(id)).contains("\"password\":null");
        assertThat(trail(id)).containsExactly("account_created api_key " + root.id());
    }

    @Test
    void userWhenMadeWithEveryFieldThenAllOfThemAreStored() {
        String company = program.post("/companies", "{\"name\": \"%s\"}".formatted(login("Orchard")))
                .json()
                .path("id")
                .asString();

        Answer made = program.post("/users", """
                {"login": "%s", "name": "Bea <b>", "email": "Bea@example.org", "company_id": "%s", "role": "USER"}""".formatted(login("bea"), company));

        assertThat(made.status()).as(made.body()).isEqualTo(201);
        var stored = program.get("/users/" + made.json().path("id").asString()).json();
        assertThat(stored.path("name").asString()).isEqualTo("Bea <b>");
        assertThat(stored.path("email").asString()).isEqualTo("Bea@example.org");
        assertThat(stored.path("company").path("id").asString()).isEqualTo(company);
        assertThat(stored.path("role").asString()).isEqualTo("USER");
    }

    @Test
    void userWhenAnotherRuleOfTheDatabaseRefusesItThenIsAFaultAndNotTaken() {
        jdbc.sql("alter table account add constraint test_refuses check (name <> 'Refused') not valid")
                .update();
        try {
            assertThat(program.post("/users", "{\"login\": \"%s\", \"name\": \"Refused\"}".formatted(login("bea")))
                            .status())
                    .isEqualTo(500);
        } finally {
            jdbc.sql("alter table account drop constraint test_refuses").update();
        }
    }

    @Test
    void userWhenMadeInACompanyThenBelongsToIt() {
        Answer company = program.post("/companies", "{\"name\": \"%s\"}".formatted(login("Acme")));
        String id = company.json().path("id").asString();

        Answer made = program.post("/users", """
                {"login": "%s", "name": "Bea", "company_id": "%s", "role": "USER", "email": null}""".formatted(login("bea"), id));

        assertThat(made.json().path("company").path("id").asString()).isEqualTo(id);
        assertThat(program.get("/users?company_id=" + id).json().path("items")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|#/login required, #/name required",
                "{\"login\": null, \"name\": null}|#/login required, #/name required",
                "{\"login\": 7, \"name\": {}}|#/login invalid, #/name invalid",
                "{\"login\": \"a b\", \"name\": \"\"}|#/login invalid, #/name required",
                "{\"login\": \"a:b\", \"name\": \"\\u0000\"}|#/login invalid, #/name invalid",
                "{\"login\": \"LONG\", \"name\": \"LONG\"}|#/login too_long, #/name too_long",
                "{\"login\": \"zoe\", \"name\": \"Zoe\", \"email\": \"x\"}|#/email invalid",
                "{\"login\": \"zoe\", \"name\": \"Zoe\", \"email\": \"\"}|#/email invalid",
                "{\"login\": \"zoe\", \"name\": \"Zoe\", \"email\": \"LONGLONGLONG@example.org\"}|#/email too_long",
                "{\"login\": \"zoe\", \"name\": \"\\ud800\"}|#/name invalid",
                "{\"login\": \"zoe\", \"name\": \"Zoe\", \"company_id\": \"x\"}|#/company_id invalid",
                "{\"login\": \"zoe\", \"name\": \"Zoe\", \"company_id\": null}|#/company_id invalid",
                "{\"login\": \"zoe\", \"name\": \"Zoe\", \"company_id\": \"00000000-0000-0000-0000-000000000000\"}|#/company_id invalid",
                "{\"login\": \"zoe\", \"name\": \"Zoe\", \"role\": \"BOSS\"}|#/role invalid",
                "{\"login\": \"zoe\", \"name\": \"Zoe\", \"role\": null}|#/role invalid",
                "{\"login\": \"zoe\", \"name\": \"Zoe\", \"disabled\": true, \"id\": 1, \"a/~\": 1}|#/disabled read_only, #/id read_only, #/a~1~0 unknown",
                "{\"login\": \"zoe\", \"name\": \"Zoe\", \"mfa_enabled\": false, \"password\": \"x\"}|#/mfa_enabled read_only, #/password unknown",
                "{\"Login\": \"zoe\", \"name\": \"Zoe\", \"login\": \"zoe\"}|#/Login unknown"
            })
    void fieldsWhenWrongThenAreAllNamedAndNobodyIsMade(String json, String errors) {
        int before = accountCount();

        Answer refused = program.post("/users", json.replace("LONG", "a".repeat(101)));

        assertThat(refused).hasToString("422 invalid");
        assertThat(String.join(", ", refused.errors())).isEqualTo(errors);
        assertThat(accountCount()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "\"x\"",
                "{\"login\": \"zoe\", \"login\": \"zac\", \"name\": \"Zoe\"}",
                "{\"login\": \"zoe\", \"name\": \"Zoe\"} {}",
                "{\"login\": \"zoe\", \"name\": \"Zoe\"} x",
                "{'login': 'zoe', 'name': 'Zoe'}",
                "{\"login\": \"zoe\", \"name\": \"Zoe\",}",
                "{\"login\": NaN, \"name\": \"Zoe\"}",
                "// zoe\n{}"
            })
    void jsonWhenItIsNotStrictThenIsMalformed(String json) {
        assertThat(program.post("/users", json)).hasToString("400 malformed");
    }

    @Test
    void jsonWhenItNestsDeeplyThenIsMalformed() {
        assertThat(program.post("/users", "{\"a\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}"))
                .hasToString("400 malformed");
    }

    @Test
    void loginWhenTakenThenIsAConflictInWhateverFormItIsWritten(@WithPassword TestAccount ann) {
        Answer refused = program.post(
                "/users",
                "{\"login\": \"%s\", \"name\": \"Ann\"}".formatted(ann.login().toUpperCase()));

        assertThat(refused).hasToString("409 conflict");
        assertThat(refused.errors()).containsExactly("#/login taken");
    }

    @Test
    void loginWhenTwoTakeItAtOnceThenOneGetsIt() throws InterruptedException {
        String json = "{\"login\": \"%s\", \"name\": \"Bea\"}".formatted(login("bea"));

        var answers = Race.of(4, () -> program.post("/users", json).toString());

        assertThat(answers).containsExactlyInAnyOrder("201", "409 conflict", "409 conflict", "409 conflict");
    }

    @Test
    void administratorWhenWantedThenIsForbidden(
            @WithPassword TestAccount ann, @WithPassword(Role.ADMIN) TestAccount other) {
        String before = row(other.id());
        int accounts = accountCount();

        assertThat(program.post("/users", "{\"login\": \"zoe\", \"name\": \"Zoe\", \"role\": \"ADMIN\"}"))
                .hasToString("403 forbidden");
        assertThat(program.patch("/users/" + ann.id(), "{\"role\": \"ADMIN\"}")).hasToString("403 forbidden");
        assertThat(program.patch("/users/" + other.id(), "{\"name\": \"X\"}")).hasToString("403 forbidden");
        assertThat(program.patch("/users/" + other.id(), "{\"role\": \"USER\"}"))
                .hasToString("403 forbidden");
        assertThat(program.patch("/users/" + other.id(), "{\"disabled\": true}"))
                .hasToString("403 forbidden");
        assertThat(program.patch("/users/" + root.id(), "{\"email\": \"thief@example.org\"}"))
                .hasToString("403 forbidden");
        assertThat(program.post("/users/" + other.id() + "/password-link")).hasToString("403 forbidden");
        assertThat(row(other.id())).isEqualTo(before);
        assertThat(row(ann.id())).contains("\"role\":\"USER\"");
        assertThat(accountCount()).isEqualTo(accounts);
        assertThat(jdbc.sql("select count(*) from set_password_link where account_id = :id")
                        .param("id", other.id())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void userWhenChangedThenOnlyWhatWasSentChanges() {
        TestAccount ann = testAccounts.called(login("ann"), "Ann", "ann@example.org", Role.USER, false);
        String path = "/users/" + ann.id();

        Answer renamed = program.patch(path, "{\"name\": \"Anna\", \"role\": \"USER\"}");
        assertThat(renamed.json().path("name").asString()).isEqualTo("Anna");
        assertThat(renamed.json().path("email").asString()).isEqualTo("ann@example.org");

        Answer without = program.with("Content-Type", "application/json").send("PATCH", path, "{\"email\": null}");
        assertThat(without.json().path("email").isNull()).isTrue();
        assertThat(without.json().path("name").asString()).isEqualTo("Anna");

        String before = row(ann.id());
        assertThat(program.patch(path, "{}").json()).isEqualTo(without.json());
        assertThat(row(ann.id())).isEqualTo(before);
        assertThat(trail(ann.id()).stream().filter(line -> line.contains("api_key")))
                .containsExactly("account_changed api_key " + root.id(), "account_changed api_key " + root.id());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"login\": \"x\"}|#/login read_only",
                "{\"name\": null}|#/name invalid",
                "{\"name\": \"X\", \"disabled\": \"true\"}|#/disabled invalid",
                "{\"name\": \"X\", \"disabled\": null}|#/disabled invalid",
                "{\"name\": \"X\", \"mfa_enabled\": false}|#/mfa_enabled read_only",
                "{\"name\": \"X\", \"enrolment_due\": false}|#/enrolment_due unknown",
                "{\"name\": \"X\", \"company\": {}}|#/company read_only",
                "{\"name\": \"X\", \"email\": \"y\"}|#/email invalid"
            })
    void changeWhenAnyOfItIsWrongThenNothingOfItHappens(String json, String errors, @WithMfa TestAccount ann) {
        String before = row(ann.id());

        Answer refused = program.patch("/users/" + ann.id(), json);

        assertThat(refused).hasToString("422 invalid");
        assertThat(String.join(", ", refused.errors())).isEqualTo(errors);
        assertThat(row(ann.id())).isEqualTo(before);
    }

    @Test
    void userWhenDisabledThenIsOutAtOnceAndComesBackWhenEnabled(@WithPassword TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        ApiClient own = programs.byKey(ann, Scope.READ);

        Answer disabled = program.patch("/users/" + ann.id(), "{\"disabled\": true, \"name\": \"Gone\"}");

        assertThat(disabled.json().path("disabled").asBoolean()).isTrue();
        assertThat(browser.get("/").location()).isEqualTo("/login?ended=disabled");
        assertThat(own.get("/me")).hasToString("401 unauthenticated");
        int version = version(ann);
        program.patch("/users/" + ann.id(), "{\"disabled\": true}");
        assertThat(version(ann)).as("nothing changes twice").isEqualTo(version);

        program.patch("/users/" + ann.id(), "{\"disabled\": false}");
        assertThat(own.get("/me").status()).isEqualTo(200);
    }

    @Test
    void userWhenDeletedThenIsOutAtOnceAndGoneForGood(@WithPassword TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        ApiClient own = programs.byKey(ann, Scope.READ);
        String user = "/users/" + ann.id();

        Answer deleted = program.delete(user);

        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();
        assertThat(browser.get("/").location()).isEqualTo("/login?ended");
        assertThat(own.get("/me")).hasToString("401 unauthenticated");
        assertThat(programs.byPassword(ann).get("/me")).hasToString("401 unauthenticated");
        assertThat(program.get(user)).hasToString("404 not-found");
        assertThat(program.delete(user)).hasToString("404 not-found");
        assertThat(program.patch(user, "{}")).hasToString("404 not-found");
        assertThat(trail(ann.id())).endsWith("account_deleted api_key " + root.id());
    }

    @Test
    void userWhenDeletedByWhoMayNotThenStays(
            @WithPassword TestAccount ann, @WithPassword(Role.ADMIN) TestAccount other) {
        String user = "/users/" + ann.id();

        assertThat(program.delete("/users/" + other.id())).hasToString("403 forbidden");
        assertThat(program.delete("/users/" + root.id())).as("oneself").hasToString("403 forbidden");
        assertThat(programs.byKey(ann, Scope.WRITE).delete(user)).hasToString("403 forbidden");
        assertThat(programs.byPassword(ann).delete(user)).hasToString("403 forbidden");
        assertThat(programs.byKey(root, Scope.READ).delete(user)).hasToString("403 insufficient-scope");
        assertThat(programs.open().delete(user)).hasToString("401 unauthenticated");
        assertThat(program.send("DELETE", user, "{}")).hasToString("400 malformed");
        assertThat(program.delete(user + "?force=true")).hasToString("400 invalid-query");
        assertThat(program.delete("/users/" + UUID.randomUUID())).hasToString("404 not-found");
        assertThat(program.delete("/users/x")).hasToString("404 not-found");
        assertThat(program.delete("/users")).hasToString("405 method-not-allowed");
        assertThat(row(ann.id())).contains(ann.login());
        assertThat(row(other.id())).contains(other.login());
    }

    private int version(TestAccount account) {
        return jdbc.sql("select credential_version from account where id = :id")
                .param("id", account.id())
                .query(Integer.class)
                .single();
    }

    @Test
    void passwordLinkWhenMadeThenOpensThePasswordFormAndVoidsTheOneBefore(@WithPassword TestAccount ann) {
        Answer first = program.post("/users/" + ann.id() + "/password-link");
        Answer second = program.post("/users/" + ann.id() + "/password-link");

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.json().path("expires_at").asString())
                .isEqualTo(clock.instant().plus(Duration.ofHours(24)).toString());
        assertThat(browsers.open().get(first.json().path("url").asString()).status())
                .isEqualTo(410);
        assertThat(browsers.open().get(second.json().path("url").asString()).status())
                .isEqualTo(200);
    }

    @Test
    void sessionsWhenEndedThenTheUserIsSignedOut(@WithPassword TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);

        Answer done = program.post("/users/" + ann.id() + "/end-sessions");

        assertThat(done.status()).isEqualTo(204);
        assertThat(done.body()).isEmpty();
        assertThat(browser.get("/").location()).isEqualTo("/login?ended=others");
    }

    @Test
    void devicesWhenRevokedThenEachIsAskedForACode(@WithMfa TestAccount ann) {
        TestBrowser device = browsers.open().signInByDevice(ann);

        assertThat(program.post("/users/" + ann.id() + "/revoke-trusted-devices")
                        .status())
                .isEqualTo(204);
        device.post("/logout");
        assertThat(device.enterPassword(ann).location()).isEqualTo("/login/code");
    }

    @Test
    void bodyWhenNoneIsTakenThenIsMalformed(@WithPassword TestAccount ann) {
        assertThat(program.post("/users/" + ann.id() + "/end-sessions", "{}")).hasToString("400 malformed");
        assertThat(program.send("DELETE", "/me/api-key", "x")).hasToString("400 malformed");
    }

    @Test
    void usersWhenPagedThenEachComesOnceInTheOrderOfLogins() {
        String name = login("page");
        for (int i = 0; i < 5; i++) {
            testAccounts.called(name + i, "Same Name", null, Role.USER, true);
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode page =
                    program.get("/users?q=" + name + "&limit=2" + cursor).json();
            page.path("items").forEach(user -> seen.add(user.path("login").asString()));
            cursor = page.path("next").isNull()
                    ? null
                    : "&cursor=" + page.path("next").asString();
            pages++;
        } while (cursor != null);

        assertThat(seen).containsExactly(name + 0, name + 1, name + 2, name + 3, name + 4);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void usersWhenNarrowedThenOnlyThoseAreListed() {
        String login = login("narrow");
        TestAccount ann = testAccounts.called(login, "Narrow Ann", "narrow@example.org", Role.USER, false);
        String mine = "q=" + login.substring(0, login.length() - 1);

        assertThat(logins(mine)).contains(login);
        assertThat(logins("q=NARROW@EX")).contains(login);
        assertThat(logins("q=%25")).doesNotContain(login);
        assertThat(logins("login=" + login.toUpperCase())).containsExactly(login);
        assertThat(logins("login=two+words")).isEmpty();
        assertThat(logins("login=" + login + "&role=ADMIN")).isEmpty();
        assertThat(logins("login=" + login + "&role=USER&mfa_enabled=false&disabled=false"))
                .containsExactly(login);
        assertThat(logins("login=" + login + "&mfa_enabled=true")).isEmpty();
        program.patch("/users/" + ann.id(), "{\"disabled\": true}");
        assertThat(logins("login=" + login + "&disabled=false")).isEmpty();
    }

    private List<String> logins(String query) {
        Answer answer = program.get("/users?" + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json()
                .path("items")
                .valueStream()
                .map(user -> user.path("login").asString())
                .toList();
    }

    /** Whoever may touch the last administrator locks them all before a single account: else two could wait for each other. */
    @Test
    void userWhenDisabledWhileAdministratorsAreLockedThenIsNotLockedFirst(@WithPassword TestAccount ann)
            throws Exception {
        CompletableFuture<Integer> patched = transaction.execute(status -> {
            accounts.lockAdministrators();
            var waits = CompletableFuture.supplyAsync(() ->
                    program.patch("/users/" + ann.id(), "{\"disabled\": true}").status());
            new TestLocks(jdbc).awaitSomebodyWhoWaits();
            jdbc.sql("select 1 from account where id = :id for update nowait")
                    .param("id", ann.id())
                    .query(Integer.class)
                    .single();
            return waits;
        });

        assertThat(Objects.requireNonNull(patched).get(1, TimeUnit.MINUTES)).isEqualTo(200);
    }
}
