package dev.vestibule.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.apikey.ApiKeys;
import dev.vestibule.apikey.Scope;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.testing.ApiClient;
import dev.vestibule.testing.ApiClients;
import dev.vestibule.testing.Target;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The API as a way around the sign-in: a password where a code is required, an invalid key, a session where none counts. */
@Tag("attack")
@VestibuleTest
record ApiAttackTest(
        ApiClients programs,
        Browsers browsers,
        TestAccounts accounts,
        ApiKeys keys,
        TestClock clock,
        Parameters parameters,
        JdbcClient jdbc) {
    private static final String REFUSED = "401 unauthenticated";

    @BeforeEach
    @AfterEach
    void otherAttacksComeFromHereToo() {
        jdbc.sql("delete from throttle").update();
    }

    private static String cookies(TestBrowser browser) {
        return browser.cookies().entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void passwordWhenACodeIsDueThenOpensNothingHoweverItIsSent() {
        TestAccount ann = Target.victim(accounts);
        String pair = ann.login() + ":" + ann.password();

        assertThat(programs.byPassword(ann).get("/me")).hasToString(REFUSED);
        for (String header : List.of(
                "Basic " + base64(pair),
                "basic\t" + base64(pair),
                "Basic  " + base64(pair) + " ",
                "Basic " + base64(pair + ":" + ann.code()),
                "Basic " + base64(pair + ann.code()),
                "Basic " + base64(ann.login() + "\0:" + ann.password()),
                "Basic " + base64(ann.login().toUpperCase() + ":" + ann.password()),
                "Basic " + base64("\ufeff" + pair),
                "Basic " + base64(ann.id() + ":" + ann.password()),
                "Bearer " + ann.password(),
                "Bearer " + base64(pair),
                "Bearer " + ann.code())) {
            assertThat(programs.open().with("Authorization", header).get("/me"))
                    .as(header)
                    .hasToString(REFUSED);
        }
    }

    /** Whoever knows the right password must not learn so by the eleventh try. */
    @Test
    void passwordWhenTriedOftenThenRightAndWrongOnesRunIntoTheSameWait() {
        TestAccount ann = Target.victim(accounts);
        for (int i = 0; i < 10; i++) {
            assertThat(programs.byPassword(ann).get("/me")).hasToString(REFUSED);
        }
        int right = failures();
        jdbc.sql("delete from throttle").update();
        for (int i = 0; i < 10; i++) {
            programs.open().withPassword(ann.login(), "wrong").get("/me");
        }

        assertThat(failures()).isEqualTo(right).isEqualTo(10);
    }

    private int failures() {
        return jdbc.sql("select max(failures) from throttle")
                .query(Integer.class)
                .single();
    }

    @Test
    void sessionWhenItsCookieIsSentToTheApiThenIsNobodyAndStaysAsItIs() {
        TestBrowser admin = browsers.open().signIn(accounts.withMfa("root", Role.ADMIN));
        String session = admin.cookies().get("SESSION");

        assertThat(programs.open().with("Cookie", cookies(admin)).get("/users")).hasToString(REFUSED);
        assertThat(admin.with("X-Requested-With", "XMLHttpRequest")
                        .get("/api/v1/me")
                        .status())
                .isEqualTo(401);
        assertThat(programs.byPassword(accounts.withPassword("ann"))
                        .with("Cookie", cookies(admin))
                        .get("/users"))
                .hasToString("403 forbidden");
        assertThat(admin.cookies().get("SESSION")).isEqualTo(session);
        assertThat(admin.isSignedIn()).isTrue();
    }

    /** Nextcloud took a session that waited for its second factor (CVE-2026-45690). */
    @Test
    void sessionWhenItWaitsForACodeThenIsNobodyToTheApi() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser pending = Target.pending(browsers, ann);

        assertThat(pending.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(programs.byPassword(ann).with("Cookie", cookies(pending)).get("/me"))
                .hasToString(REFUSED);
        assertThat(pending.with("Authorization", ApiClient.basic(ann.login(), ann.password()))
                        .get("/")
                        .location())
                .isEqualTo("/login/code");
    }

    @Test
    void trustedDeviceWhenItsCookieIsSentToTheApiThenSparesNoCode() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser device = Target.trusted(browsers, ann);

        assertThat(programs.byPassword(ann).with("Cookie", cookies(device)).get("/me"))
                .hasToString(REFUSED);
    }

    @Test
    void keyWhenSentToPagesThenOpensNone(@WithMfa(Role.ADMIN) TestAccount root) {
        String key = programs.key(root, Scope.WRITE).text().text();
        TestBrowser browser = browsers.open().with("Authorization", "Bearer " + key);

        Target.assertOutside(browser);
        TestBrowser basic = browsers.open()
                .with(
                        "Authorization",
                        ApiClient.basic(accounts.withPassword("ann").login(), TestAccounts.PASSWORD));
        Target.assertOutside(basic);
        browser.post("/login", "username", root.login(), "password", root.password());
        Target.assertOutside(browser);
    }

    @Test
    void keyWhenItIsAnAdministratorsThenMakesNoKeyAndChangesNoFactor(@WithMfa(Role.ADMIN) TestAccount root) {
        TestAccount ann = Target.victim(accounts);
        ApiClient program = programs.byKey(root, Scope.WRITE);

        for (String path : List.of(
                "/users/" + ann.id() + "/mfa-disable",
                "/users/" + ann.id() + "/reset",
                "/users/" + ann.id() + "/enrolment-pass",
                "/users/" + ann.id() + "/api-keys",
                "/users/" + ann.id() + "/authenticators",
                "/me/api-keys",
                "/me/api-key",
                "/me/recovery-codes")) {
            assertThat(program.post(path).status()).as(path).isIn(404, 405);
        }
        for (String json : List.of(
                "{\"mfa_enabled\": false}",
                "{\"authenticators\": 0}",
                "{\"password\": \"x\"}",
                "{\"enrolment_due\": true}",
                "{\"credential_version\": 1}")) {
            assertThat(program.patch("/users/" + ann.id(), json)).as(json).hasToString("422 invalid");
        }
        Target.assertUntouched(browsers, ann);
    }

    @Test
    void keyWhenItIsSomebodyElsesThenIsOutOfReach(@WithPassword TestAccount ann) {
        var key = programs.key(ann, Scope.READ);
        TestBrowser mallory = browsers.open().signIn(accounts.withPassword("mallory"));

        assertThat(mallory.post("/preferences/api-keys/" + key.key().id() + "/revoke")
                        .status())
                .isEqualTo(404);
        assertThat(mallory.post("/preferences/api-keys/" + UUID.randomUUID() + "/revoke")
                        .status())
                .isEqualTo(404);
        mallory.post("/preferences/api-keys/end-all");
        assertThat(mallory.post("/settings/users/" + ann.id() + "/api-keys/"
                                + key.key().id() + "/revoke")
                        .status())
                .isEqualTo(403);
        TestAccount root = accounts.withPassword("root", Role.ADMIN);
        assertThat(browsers.open()
                        .signIn(root)
                        .post("/settings/users/" + root.id() + "/api-keys/"
                                + key.key().id() + "/revoke")
                        .status())
                .as("not by way of another account")
                .isEqualTo(404);
        assertThat(programs.open().withKey(key.text().text()).get("/me").status())
                .isEqualTo(200);
        assertThat(mallory.get("/preferences").body()).doesNotContain("nightly");
    }

    @Test
    void keyWhenTheDatabaseIsStolenThenIsNotInIt(@WithPassword TestAccount ann) {
        String key = programs.key(ann, Scope.WRITE).text().text();
        programs.open().withKey(key).get("/me");
        String row = jdbc.sql("select encode(key_hash, 'hex') from api_key where account_id = :id")
                .param("id", ann.id())
                .query(String.class)
                .single();

        assertThat(programs.open().withKey(row).get("/me")).hasToString(REFUSED);
        assertThat(programs.open().withKey("vst_" + row.substring(0, 49)).get("/me"))
                .hasToString(REFUSED);
        for (String table : List.of("api_key", "audit_event", "throttle", "session")) {
            assertThat(jdbc.sql("select coalesce(string_agg(t::text, ' '), '') from " + table + " t")
                            .query(String.class)
                            .single())
                    .as(table)
                    .doesNotContain(key.substring(4, 24));
        }
    }

    @Test
    void keyWhenExpiredRevokedOrItsOwnerBarredThenStaysShut(@WithPassword TestAccount ann) {
        var revoked = programs.key(ann, Scope.WRITE);
        assertThat(opens(revoked)).isTrue();
        keys.revoke(ann.id(), revoked.key().id());
        assertThat(opens(revoked)).isFalse();

        var expired = programs.key(ann, Scope.WRITE);
        clock.pass(Duration.ofDays(90));
        assertThat(opens(expired)).isFalse();

        var barred = programs.key(ann, Scope.WRITE);
        assertThat(opens(barred)).isTrue();
        jdbc.sql("update account set disabled = true where id = :id")
                .param("id", ann.id())
                .update();
        assertThat(opens(barred)).isFalse();
    }

    /** The right beginning with another end is no key of anybody's, and costs no look at the database. */
    @Test
    void keyWhenItsChecksumIsWrongThenIsNoneBeforeAnythingIsLookedUp(@WithPassword TestAccount ann) {
        String key = programs.key(ann, Scope.WRITE).text().text();
        char last = key.charAt(key.length() - 1);
        String forged = key.substring(0, key.length() - 1) + (last == '0' ? '1' : '0');

        assertThat(programs.open().withKey(forged).get("/me")).hasToString(REFUSED);
        assertThat(jdbc.sql("select reason from audit_event where kind = 'api_key_refused' order by id desc limit 1")
                        .query(String.class)
                        .single())
                .isEqualTo("format");
    }

    @Test
    void keyWhenItIsToReadThenChangesNothingWhateverItsAccountMay(@WithPassword TestAccount ann) {
        ApiClient program = programs.byKey(accounts.withMfa("root", Role.ADMIN), Scope.READ);

        assertThat(program.get("/users/" + ann.id()).status()).isEqualTo(200);
        assertThat(program.patch("/users/" + ann.id(), "{\"name\": \"Mallory\"}"))
                .hasToString("403 insufficient-scope");
        assertThat(program.post("/users/" + ann.id() + "/end-sessions")).hasToString("403 insufficient-scope");
        assertThat(program.with("X-HTTP-Method-Override", "PATCH")
                        .post("/users/" + ann.id(), "{\"name\": \"Mallory\"}"))
                .hasToString("403 insufficient-scope");
        assertThat(program.get("/users/" + ann.id()).json().path("name").asString())
                .isEqualTo("ann");
    }

    @Test
    void keysWhenMadeUpOneAfterTheOtherThenMakeTheirNetworkWait() {
        parameters.set(Parameter.ADDRESS_FAILURES, 20);
        try {
            for (int i = 0; i < 20; i++) {
                assertThat(programs.open()
                                .withKey("vst_" + "a".repeat(29) + (100 + i))
                                .get("/me"))
                        .hasToString(REFUSED);
            }

            assertThat(programs.open().withKey("vst_" + "b".repeat(49)).get("/me"))
                    .hasToString("429 too-many-attempts");
        } finally {
            parameters.reset(Parameter.ADDRESS_FAILURES);
        }
    }

    private boolean opens(ApiKeys.Issued made) {
        var answer = programs.open().withKey(made.text().text()).get("/me");
        if (answer.status() != 200) {
            assertThat(answer).hasToString(REFUSED);
        }
        return answer.status() == 200;
    }

    @Test
    void keyWhenMadeInASessionLeftOpenThenTakesAProof() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser open = browsers.open().signIn(ann);
        clock.pass(Duration.ofMinutes(16));
        String[] form = {"name", "thief", "scope", "write", "expires_in_days", "365"};

        assertThat(open.post("/preferences/api-keys/new", form).location()).isEqualTo("/login?proof");
        assertThat(Target.trusted(browsers, ann)
                        .post("/preferences/api-keys/new", form)
                        .location())
                .as("a trusted device is no proof")
                .isEqualTo("/login/code?proof");
        assertThat(Target.pending(browsers, Target.victim(accounts))
                        .get("/preferences/api-keys/new")
                        .location())
                .isEqualTo("/login/code");
        assertThat(keys.of(ann.id())).isEmpty();
    }

    @Test
    void pageWhenItComesFromAnotherSiteThenDrivesNoApiInTheBrowsersName() {
        TestBrowser admin = browsers.open().signIn(accounts.withPassword("root", Role.ADMIN));
        TestAccount ann = accounts.withPassword("ann");

        assertThat(admin.send(
                                "POST",
                                "/api/v1/users/" + ann.id() + "/end-sessions",
                                "",
                                "Origin",
                                "https://evil.example",
                                "Content-Type",
                                "text/plain")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void pathWhenItIsDisguisedThenLeadsPastNobody(TestBrowser visitor) {
        for (String path : List.of(
                "/API/v1/users",
                "/api/v1/users/",
                "/%61pi/v1/users",
                "/api/v1/openapi.json/../users",
                "/api/v1/openapi.json;/users",
                "/api/v1/%6fpenapi.json%2f..%2fusers",
                "/api/v1/me/%2e%2e/users",
                "//api/v1/users",
                "/api//v1/users",
                "/api/v1/users%00",
                "/api/v1/users?openapi.json")) {
            var answer = visitor.get(path);
            assertThat(answer.status()).as(path).isIn(302, 400, 401);
            assertThat(answer.body()).as(path).doesNotContain("\"login\"");
        }
    }
}
