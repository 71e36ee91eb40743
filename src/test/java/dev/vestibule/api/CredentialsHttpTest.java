package dev.vestibule.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.apikey.ApiKeys;
import dev.vestibule.apikey.Scope;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.testing.ApiClient;
import dev.vestibule.testing.ApiClient.Answer;
import dev.vestibule.testing.ApiClients;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who gets in, and what everybody else is told: the same, whatever it was. */
@VestibuleTest
record CredentialsHttpTest(
        ApiClients programs,
        TestAccounts accounts,
        Browsers browsers,
        SecondNode secondNode,
        ApiKeys keys,
        Parameters parameters,
        TestClock clock,
        JdbcClient jdbc) {
    private static final String MADE_UP = "vst_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf1Yo7hP";

    @BeforeEach
    @AfterEach
    void tidy() {
        jdbc.sql("delete from throttle").update();
        parameters.reset(Parameter.ADDRESS_FAILURES);
    }

    private void set(String assignment, TestAccount account) {
        jdbc.sql("update account set " + assignment + " where id = :id")
                .param("id", account.id())
                .update();
    }

    private List<String> reasons(TestAccount account) {
        return jdbc.sql("""
                select concat_ws(' ', kind, reason, factor) from audit_event
                where account_id = :id and outcome = 'failure' order by id""").param("id", account.id()).query(String.class).list();
    }

    private int failures() {
        return jdbc.sql("select coalesce(max(failures), 0) from throttle")
                .query(Integer.class)
                .single();
    }

    @Test
    void passwordWhenTheAccountHasNoMfaThenSuffices(@WithPassword TestAccount ann) {
        Answer me = programs.byPassword(ann).get("/me");

        assertThat(me.status()).isEqualTo(200);
        assertThat(me.json().path("login").asString()).isEqualTo(ann.login());
        assertThat(me.json().path("credential").toString())
                .isEqualTo("{\"kind\":\"basic\",\"name\":null,\"scope\":\"write\",\"expires_at\":null}");
        assertThat(failures()).as("no failure").isZero();
    }

    @Test
    void keyWhenMadeThenActsForItsAccountWithMfaOnAsWell(@WithMfa TestAccount ann) {
        var key = programs.key(ann, Scope.READ);

        Answer me = programs.open().withKey(key.text().text()).get("/me");

        assertThat(me.json().path("id").asString()).isEqualTo(ann.id().toString());
        assertThat(me.json().path("mfa_enabled").asBoolean()).isTrue();
        assertThat(me.json().path("credential").path("kind").asString()).isEqualTo("api_key");
        assertThat(me.json().path("credential").path("name").asString()).isEqualTo("nightly");
        assertThat(me.json().path("credential").path("scope").asString()).isEqualTo("read");
        assertThat(me.json().path("credential").path("expires_at").asString())
                .isEqualTo(key.key().expiresAt().toString());
        assertThat(programs.keyOf(ann).lastUsedAt()).isEqualTo(clock.instant());
        assertThat(programs.keyOf(ann).lastUsedFrom()).isEqualTo("127.0.0.1");
    }

    @Test
    void refusalsWhenForWhateverReasonThenAreTheSameBytesButForTheInstance() {
        Map<String, String> sent = new LinkedHashMap<>();
        TestAccount known = accounts.withPassword("ann");
        sent.put("wrong", ApiClient.basic(known.login(), "wrong"));
        sent.put("unknown", ApiClient.basic("nobody-at-all", known.password()));
        sent.put("no login", ApiClient.basic("two words", known.password()));
        sent.put("nothing", ApiClient.basic("", ""));
        TestAccount disabled = accounts.withPassword("dora");
        String disabledKey = programs.key(disabled, Scope.READ).text().text();
        set("disabled = true", disabled);
        sent.put("disabled", ApiClient.basic(disabled.login(), disabled.password()));
        sent.put("disabled, key", "Bearer " + disabledKey);
        sent.put(
                "no password",
                ApiClient.basic(accounts.invited("ivy", Role.USER).login(), known.password()));
        TestAccount mfa = accounts.withMfa("mia");
        sent.put("mfa", ApiClient.basic(mfa.login(), mfa.password()));
        sent.put("mfa, wrong", ApiClient.basic(mfa.login(), "wrong"));
        TestAccount due = accounts.withPassword("duke");
        String dueKey = programs.key(due, Scope.WRITE).text().text();
        set("enrolment_due = true", due);
        sent.put("due", ApiClient.basic(due.login(), due.password()));
        sent.put("due, key", "Bearer " + dueKey);
        TestAccount waiting = accounts.withPassword("walt");
        set("disabled = false", waiting);
        sent.put("no such key", "Bearer " + MADE_UP);
        sent.put("checksum", "Bearer " + MADE_UP.replace("hP", "hQ"));
        sent.put("no key", "Bearer abc");
        sent.put("empty key", "Bearer ");
        var revoked = programs.key(known, Scope.WRITE);
        keys.revoke(known.id(), revoked.key().id());
        sent.put("revoked", "Bearer " + revoked.text().text());
        sent.put("no base64", "Basic ???");
        sent.put("no colon", "Basic YWJj");
        sent.put("scheme", "Digest username=\"ann\"");
        sent.put("nonsense", "x");
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("nothing at all", bytes(programs.open().get("/me")));
        sent.forEach((why, header) -> answers.put(
                why, bytes(programs.open().with("Authorization", header).get("/me"))));
        for (int i = 0; i < 10; i++) {
            programs.open().withPassword(waiting.login(), "wrong").get("/me");
        }
        answers.put("waiting", bytes(programs.byPassword(waiting).get("/me")));
        answers.put("another path", bytes(programs.open().get("/users/1?x=y")));
        answers.put("another method", bytes(programs.open().post("/users", "{")));

        assertThat(new TreeSet<>(answers.values())).as(answers.toString()).hasSize(1);
        assertThat(answers.get("waiting"))
                .startsWith("401")
                .contains("www-authenticate[Basic realm=\"Vestibule\", Bearer realm=\"Vestibule\"]")
                .contains("application/problem+json")
                .contains("\"type\":\"urn:vestibule:problem:unauthenticated\"")
                .doesNotContain("set-cookie");
    }

    private static String bytes(Answer answer) {
        String headers = answer.headers().entrySet().stream()
                .filter(header -> !List.of("date", "connection", "keep-alive").contains(header.getKey()))
                .map(header -> header.getKey() + header.getValue())
                .sorted()
                .toList()
                .toString();
        String body = answer.body().replaceAll("urn:uuid:[0-9a-f-]{36}", "urn:uuid:…");
        assertThat(body).isNotEqualTo(answer.body());
        return answer.status() + headers + body;
    }

    @Test
    void refusalsWhenTheyAreTheSameThenTheTrailTellsThemApart(@WithPassword TestAccount ann) {
        var expired = programs.key(ann, Scope.READ).text().text();
        var revoked = programs.key(ann, Scope.READ);
        keys.revoke(ann.id(), revoked.key().id());
        clock.pass(Duration.ofDays(90));
        programs.open().withKey(expired).get("/me");
        programs.open().withKey(revoked.text().text()).get("/me");
        var barred = programs.key(ann, Scope.READ).text().text();
        programs.open().withPassword(ann.login(), "wrong").get("/me");
        set("mfa_enabled = true", ann);
        programs.byPassword(ann).get("/me");
        set("mfa_enabled = false, enrolment_due = true", ann);
        programs.byPassword(ann).get("/me");
        programs.open().withKey(barred).get("/me");
        set("enrolment_due = false, disabled = true", ann);
        programs.byPassword(ann).get("/me");
        programs.open().withKey(barred).get("/me");

        assertThat(reasons(ann))
                .containsExactly(
                        "api_key_refused key_expired api_key",
                        "api_key_refused key_revoked api_key",
                        "password_refused wrong password",
                        "password_refused mfa_on password",
                        "password_refused mfa_due password",
                        "api_key_refused mfa_due api_key",
                        "password_refused disabled password",
                        "api_key_refused disabled api_key");
        assertThat(programs.keyOf(ann).lastUsedAt()).as("refused is not used").isNull();
    }

    @Test
    void passwordWhenItOpensTheApiThenTheTrailTellsItOnceAnHour(@WithPassword TestAccount ann) {
        for (int i = 0; i < 3; i++) {
            programs.byPassword(ann).get("/me");
            clock.pass(Duration.ofMinutes(20));
        }
        assertThat(opened(ann)).containsExactly("user " + ann.id() + " no_mfa password");
        clock.pass(Duration.ofMinutes(1));
        programs.byPassword(ann).get("/me");

        assertThat(opened(ann)).hasSize(2);
    }

    private List<String> opened(TestAccount account) {
        return jdbc.sql("""
                select concat_ws(' ', actor_kind, actor_id, reason, factor) from audit_event
                where account_id = :id and kind = 'api_password_used'""").param("id", account.id()).query(String.class).list();
    }

    @Test
    void passwordWhenMfaIsSwitchedOnAtOneNodeThenIsRefusedAtTheOtherWithTheVeryNextRequest(
            @WithPassword TestAccount ann) {
        ApiClient program = programs.byPassword(ann).at(secondNode.port());
        assertThat(program.get("/me").status()).isEqualTo(200);

        accounts.withApp(ann, "Phone");

        assertThat(program.get("/me")).hasToString("401 unauthenticated");
        assertThat(programs.byPassword(ann).get("/me")).hasToString("401 unauthenticated");
    }

    @Test
    void keyWhenRevokedAtOneNodeThenIsRefusedAtTheOtherWithTheVeryNextRequest(@WithMfa TestAccount ann) {
        var key = programs.key(ann, Scope.READ);
        ApiClient program = programs.open().withKey(key.text().text()).at(secondNode.port());
        assertThat(program.get("/me").status()).isEqualTo(200);

        keys.revoke(ann.id(), key.key().id());

        assertThat(program.get("/me")).hasToString("401 unauthenticated");
    }

    @Test
    void passwordWhenRefusedForMfaThenCountsAsAWrongOne(@WithMfa TestAccount ann) {
        for (int i = 0; i < 10; i++) {
            programs.byPassword(ann).get("/me");
        }

        assertThat(failures()).isEqualTo(10);
        assertThat(browsers.open().enterPassword(ann).location())
                .as("the login shares the count")
                .isEqualTo("/login?error");
    }

    @Test
    void loginWhenItMadeTheAccountWaitThenTheApiWaitsAsWell(@WithPassword TestAccount ann, TestBrowser guesser) {
        for (int i = 0; i < 10; i++) {
            guesser.post("/login", "username", ann.login(), "password", "wrong");
        }

        assertThat(programs.byPassword(ann).get("/me")).hasToString("401 unauthenticated");
    }

    @Test
    void passwordWhenRightThenLeavesTheCountOfOthersAsItIs(@WithPassword TestAccount ann) {
        for (int i = 0; i < 9; i++) {
            programs.open().withPassword(ann.login(), "wrong").get("/me");
        }
        assertThat(programs.byPassword(ann).get("/me").status()).isEqualTo(200);
        assertThat(failures()).isEqualTo(9);
        programs.open().withPassword(ann.login(), "wrong").get("/me");

        assertThat(programs.byPassword(ann).get("/me")).hasToString("401 unauthenticated");
    }

    @Test
    void networkWhenItWaitsThenIsToldWhenToComeAgainAndKeysGoOn() {
        parameters.set(Parameter.ADDRESS_FAILURES, 20);
        TestAccount ann = accounts.withPassword("ann");
        for (int i = 0; i < 20; i++) {
            programs.open().withKey(MADE_UP).get("/me");
        }

        Answer password = programs.byPassword(ann).get("/me");
        assertThat(password).hasToString("429 too-many-attempts");
        assertThat(password.header("Retry-After")).isEqualTo("30");
        assertThat(programs.open().withKey(MADE_UP).get("/me")).hasToString("429 too-many-attempts");
        assertThat(programs.byKey(ann, Scope.READ).get("/me").status()).isEqualTo(200);
    }

    @Test
    void credentialsWhenThereAreTwoThenAreMalformedWhateverTheyAre(@WithPassword TestAccount ann) {
        String key = programs.key(ann, Scope.READ).text().text();

        assertThat(programs.byPassword(ann).withKey(key).get("/me")).hasToString("400 malformed");
        assertThat(programs.open().withKey(key).withKey(key).get("/me")).hasToString("400 malformed");
        assertThat(programs.open()
                        .with("Authorization", ApiClient.basic(ann.login(), ann.password()) + ", Bearer " + key)
                        .get("/me"))
                .hasToString("400 malformed");
    }

    @Test
    void keyWhenItStandsInTheQueryThenIsMalformedAndOpensNothing(@WithPassword TestAccount ann) {
        String key = programs.key(ann, Scope.READ).text().text();

        assertThat(programs.open().get("/me?access_token=" + key)).hasToString("400 malformed");
        assertThat(programs.byPassword(ann).get("/me?x=" + key)).hasToString("400 malformed");
        assertThat(programs.byPassword(ann).get("/users?q=%76st_" + key.substring(4)))
                .hasToString("400 malformed");
        assertThat(programs.keyOf(ann).lastUsedAt()).isNull();
    }

    @Test
    void schemeWhenWrittenInAnotherCaseThenIsTheSame(@WithPassword TestAccount ann) {
        String key = programs.key(ann, Scope.READ).text().text();

        assertThat(programs.open()
                        .with("Authorization", "bearer " + key)
                        .get("/me")
                        .status())
                .isEqualTo(200);
        assertThat(programs.open()
                        .with(
                                "Authorization",
                                ApiClient.basic(ann.login(), ann.password()).replace("Basic", "BASIC"))
                        .get("/me")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void loginWhenWrittenInAnotherFormThenIsTheSame(@WithPassword TestAccount ann) {
        assertThat(programs.open()
                        .withPassword(ann.login().toUpperCase(), ann.password())
                        .get("/me")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void userWhenHeAsksForMoreThanHisOwnThenIsForbiddenWhateverIsThere() {
        ApiClient user = programs.byPassword(accounts.withPassword("ann"));

        for (String path :
                List.of("/users", "/users/x", "/companies", "/parameters", "/audit-events", "/nothing", "")) {
            assertThat(user.get(path)).as(path).hasToString("403 forbidden");
        }
        assertThat(user.post("/users", "{")).hasToString("403 forbidden");
        assertThat(user.get("/me/nothing")).hasToString("404 not-found");
        assertThat(user.get("//api")).hasToString("403 forbidden");
    }

    @Test
    void keyWhenItsScopeIsReadThenChangesNothingWhateverIsThere() {
        ApiClient reader = programs.byKey(accounts.withPassword("root", Role.ADMIN), Scope.READ);

        assertThat(reader.get("/users").status()).isEqualTo(200);
        assertThat(reader.post("/users", "{")).hasToString("403 insufficient-scope");
        assertThat(reader.patch("/users/x", "")).hasToString("403 insufficient-scope");
        assertThat(reader.put("/parameters/x", "{}")).hasToString("403 insufficient-scope");
        assertThat(reader.delete("/nothing")).hasToString("403 insufficient-scope");
        assertThat(reader.get("/nothing")).hasToString("404 not-found");
        assertThat(programs.byKey(accounts.withPassword("ann"), Scope.READ).post("/users", "{}"))
                .as("the role comes first")
                .hasToString("403 forbidden");
    }

    @Test
    void keyWhenItsOwnerLosesTheRoleThenLosesItToo(@WithPassword(Role.ADMIN) TestAccount root) {
        ApiClient program = programs.byKey(root, Scope.WRITE);
        assertThat(program.get("/users").status()).isEqualTo(200);
        set("role = 'USER'", root);

        assertThat(program.get("/users")).hasToString("403 forbidden");
    }

    @Test
    void keyWhenItEndsItselfThenIsOver(@WithPassword TestAccount ann) {
        ApiClient program = programs.byKey(ann, Scope.READ);

        assertThat(program.delete("/me/api-key").status()).isEqualTo(204);
        assertThat(program.get("/me")).hasToString("401 unauthenticated");
        assertThat(programs.byPassword(ann).delete("/me/api-key")).hasToString("404 not-found");
        assertThat(jdbc.sql("""
                select actor_kind || ' ' || actor_id || ' ' || (details ->> 'key') from audit_event
                where account_id = :id and kind = 'api_key_revoked'""").param("id", ann.id()).query(String.class).single())
                .isEqualTo("api_key " + ann.id() + " nightly");
    }
}
