package dev.vestibule.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.apikey.Scope;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.policy.TestCompanies;
import dev.vestibule.testing.ApiClient;
import dev.vestibule.testing.ApiClient.Answer;
import dev.vestibule.testing.ApiClients;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Companies, parameters and events by the API. */
@VestibuleTest
class OtherResourcesHttpTest {
    private static final String DAYS = "/parameters/auth_totp.trusted_device_days";

    private static int names;

    @Autowired
    ApiClients programs;

    @Autowired
    TestAccounts accounts;

    @Autowired
    Browsers browsers;

    @Autowired
    Parameters parameters;

    @Autowired
    TestClock clock;

    @Autowired
    JdbcClient jdbc;

    private TestAccount root;
    private ApiClient program;

    @BeforeEach
    void open() {
        root = accounts.withMfa("root", Role.ADMIN);
        program = programs.byKey(root, Scope.WRITE);
    }

    @AfterEach
    void tidy() {
        parameters.reset(Parameter.TRUSTED_DEVICE_DAYS);
        TestCompanies.tidy(jdbc);
    }

    private static String json(String name) {
        return "{\"name\": \"" + name + "\"}";
    }

    @Test
    void companyWhenMadeThenIsListedByNameAndCanBeRenamed() {
        String name = "Acme " + ++names;

        Answer made = program.post("/companies", json(" " + name + " "));

        assertThat(made.status()).isEqualTo(201);
        String id = made.json().path("id").asString();
        assertThat(made.header("Location")).isEqualTo("/api/v1/companies/" + id);
        assertThat(program.get("/companies/" + id).body())
                .isEqualTo("{\"id\":\"" + id + "\",\"name\":\"" + name + "\",\"mfa_required\":\"no\",\"grace_days\":0,"
                        + "\"enrolment\":\"password\",\"trusted_devices_allowed\":true,\"trusted_device_days\":null,"
                        + "\"trusted_networks\":[]}");
        Answer renamed = program.patch("/companies/" + id, json("Acme & Co. " + names));
        assertThat(renamed.json().path("name").asString()).isEqualTo("Acme & Co. " + names);
        assertThat(program.patch("/companies/" + id, "{}").body()).isEqualTo(renamed.body());
        List<String> listed = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = program.get("/companies?limit=1" + cursor).json();
            listed.add(page.path("items").get(0).path("name").asString());
            cursor = page.path("next").isNull()
                    ? null
                    : "&cursor=" + page.path("next").asString();
        }
        assertThat(listed).isSorted().contains("My Company", "Acme & Co. " + names);
        assertThat(jdbc.sql("select kind from audit_event where kind like 'company%' order by id desc limit 2")
                        .query(String.class)
                        .list())
                .containsExactly("company_changed", "company_created");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|#/name required",
                "{\"name\": \"a:b\"}|#/name invalid",
                "{\"name\": \"\"}|#/name required",
                "{\"name\": \"Fine\", \"id\": 1, \"mode\": 2}|#/id read_only, #/mode unknown"
            })
    void companyWhenAFieldIsWrongThenIsNotMade(String json, String errors) {
        Answer refused = program.post("/companies", json);

        assertThat(refused).hasToString("422 invalid");
        assertThat(String.join(", ", refused.errors())).isEqualTo(errors);
    }

    @Test
    void companyWhenItsNameIsTakenThenIsAConflict() {
        String id = program.post("/companies", json("Bolt " + ++names))
                .json()
                .path("id")
                .asString();

        assertThat(program.post("/companies", json("MY company"))).hasToString("409 conflict");
        Answer refused = program.patch("/companies/" + id, json("my Company"));
        assertThat(refused).hasToString("409 conflict");
        assertThat(refused.errors()).containsExactly("#/name taken");
        assertThat(program.patch("/companies/" + id, json("BOLT " + names)).status())
                .as("one's own in another case")
                .isEqualTo(200);
        assertThat(program.get("/companies/x")).hasToString("404 not-found");
        assertThat(program.patch("/companies/" + root.id(), json("x"))).hasToString("404 not-found");
    }

    @Test
    void auditRetentionWhenShortenedThenTheParameterSaysFromWhen() {
        String path = "/parameters/" + Parameter.AUDIT_RETENTION_DAYS.key();
        try {
            program.put(path, "{\"value\": 3650}");
            assertThat(program.get(path).body()).doesNotContain("days apply from");

            assertThat(program.put(path, "{\"value\": 30}").body())
                    .containsPattern("30 days apply from [0-9]{1,2} [A-Z][a-z]+ 20[0-9]{2}; until then 3650 days\\.");

            assertThat(program.get("/parameters").body()).containsOnlyOnce("days apply from");
            program.put(path, "{\"value\": 3650}");
            assertThat(program.get(path).body()).doesNotContain("days apply from");
        } finally {
            parameters.reset(Parameter.AUDIT_RETENTION_DAYS);
        }
    }

    @Test
    void parametersWhenListedThenAreTheCatalogueByKey() {
        JsonNode page = program.get("/parameters").json();

        assertThat(page.path("items").valueStream().map(p -> p.path("key").asString()))
                .containsExactlyElementsOf(Arrays.stream(Parameter.values())
                        .map(Parameter::key)
                        .sorted()
                        .toList());
        assertThat(page.path("next").isNull()).isTrue();
        JsonNode second = program.get("/parameters?limit=1&cursor="
                        + program.get("/parameters?limit=1").json().path("next").asString())
                .json();
        assertThat(second.path("items").get(0)).isEqualTo(page.path("items").get(1));
        assertThat(program.get(DAYS).body())
                .isEqualTo(
                        "{\"key\":\"auth_totp.trusted_device_days\",\"value\":30,\"default\":30,\"minimum\":1,"
                                + "\"maximum\":365,\"unit\":\"days\",\"description\":\"Time a trusted device skips the code\"}");
        assertThat(program.get("/parameters/auth_totp.secure_cookie")
                        .json()
                        .path("unit")
                        .isNull())
                .isTrue();
        assertThat(program.get("/parameters/nothing")).hasToString("404 not-found");
    }

    @Test
    void parameterWhenSetThenIsInForceAndGoesBackWhenDeleted() {
        assertThat(program.put(DAYS, "{\"value\": 7}").json().path("value").asInt())
                .isEqualTo(7);
        assertThat(parameters.current().number(Parameter.TRUSTED_DEVICE_DAYS)).isEqualTo(7);
        assertThat(jdbc.sql("""
                select actor_kind || ' ' || (details ->> 'before') || ' ' || (details ->> 'after') from audit_event
                where kind = 'parameter_changed' order by id desc limit 1""").query(String.class).single()).isEqualTo("api_key 30 7");

        assertThat(program.delete(DAYS).json().path("value").asInt()).isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|#/value required",
                "{\"value\": null}|#/value required",
                "{\"value\": 0}|#/value out_of_bounds",
                "{\"value\": 366}|#/value out_of_bounds",
                "{\"value\": -1}|#/value out_of_bounds",
                "{\"value\": 99999999999999999999}|#/value out_of_bounds",
                "{\"value\": 7.5}|#/value invalid",
                "{\"value\": \"7\"}|#/value invalid",
                "{\"value\": true}|#/value invalid",
                "{\"value\": 7, \"minimum\": 0, \"x\": 1}|#/minimum read_only, #/x unknown"
            })
    void parameterWhenTheValueIsWrongThenStays(String json, String errors) {
        Answer refused = program.put(DAYS, json);

        assertThat(refused).hasToString("422 invalid");
        assertThat(String.join(", ", refused.errors())).isEqualTo(errors);
        assertThat(parameters.current().number(Parameter.TRUSTED_DEVICE_DAYS)).isEqualTo(30);
    }

    @Test
    void eventsWhenListedThenAreNewestFirstAndEachOnce(@WithPassword TestAccount ann) {
        for (int i = 0; i < 3; i++) {
            clock.pass(Duration.ofSeconds(1));
            browsers.open().signIn(ann);
        }
        List<String> ids = new ArrayList<>();
        List<Instant> times = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = program.get("/audit-events?limit=2&account_id=" + ann.id() + cursor)
                    .json();
            page.path("items").forEach(event -> {
                ids.add(event.path("id").asString());
                times.add(Instant.parse(event.path("at").asString()));
            });
            cursor = page.path("next").isNull()
                    ? null
                    : "&cursor=" + page.path("next").asString();
        }

        assertThat(ids)
                .containsExactlyElementsOf(
                        jdbc.sql("""
                        select id::text from audit_event where account_id = :id order by at desc, id desc""").param("id", ann.id()).query(String.class).list())
                .hasSizeGreaterThan(5);
        assertThat(times).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void eventsWhenNarrowedThenOnlyThoseAreListed(@WithPassword TestAccount ann) {
        clock.pass(Duration.ofSeconds(10));
        Instant from = clock.instant();
        browsers.open().signIn(ann);
        browsers.open().post("/login", "username", ann.login(), "password", "wrong");
        String mine = "/audit-events?account_id=" + ann.id() + "&from=" + from;

        assertThat(kinds(mine)).startsWith("password_refused", "signed_in");
        assertThat(kinds(mine + "&outcome=success")).containsExactly("signed_in");
        assertThat(kinds(mine + "&outcome=failure")).containsExactly("password_refused");
        assertThat(kinds(mine + "&kind=signed_in")).containsExactly("signed_in");
        assertThat(kinds(mine + "&address=127.0.0.0/8")).isEqualTo(kinds(mine));
        assertThat(kinds(mine + "&address=203.0.113.7")).isEmpty();
        assertThat(kinds(mine + "&to=" + from)).as("exclusive").isEmpty();
        JsonNode event =
                program.get(mine + "&kind=signed_in").json().path("items").get(0);
        assertThat(event.propertyNames())
                .containsExactly(
                        "id", "at", "kind", "outcome", "reason", "account", "actor", "address", "browser", "factor",
                        "node");
        assertThat(event.path("account").path("login").asString()).isEqualTo(ann.login());
        assertThat(event.path("actor").toString()).isEqualTo("{\"kind\":\"user\",\"id\":\"" + ann.id() + "\"}");
        assertThat(event.path("reason").asString()).isEqualTo("no_mfa");
        assertThat(event.path("factor").asString()).isEqualTo("password");
    }

    private List<String> kinds(String path) {
        return program.get(path)
                .json()
                .path("items")
                .valueStream()
                .map(event -> event.path("kind").asString())
                .toList();
    }

    @Test
    void eventsWhenOnesOwnThenDoNotTellWhichAdministratorActedNorFromWhere(@WithPassword TestAccount ann) {
        TestBrowser admin = browsers.open().signIn(root);
        admin.post("/settings/users/" + ann.id() + "/end-sessions");

        JsonNode event = programs.byPassword(ann)
                .get("/me/audit-events")
                .json()
                .path("items")
                .valueStream()
                .filter(one -> one.path("kind").asString().equals("sessions_ended"))
                .findFirst()
                .orElseThrow();

        assertThat(event.path("actor").toString()).isEqualTo("{\"kind\":\"administrator\",\"id\":null}");
        assertThat(event.path("address").isNull()).isTrue();
        assertThat(event.path("browser").isNull()).isTrue();
        assertThat(programs.byPassword(ann).get("/me/audit-events?account_id=" + root.id()))
                .hasToString("400 invalid-query");
    }

    @Test
    void eventsWhenDoneByAKeyThenThePageNamesIt(@WithPassword TestAccount ann) {
        program.post("/users/" + ann.id() + "/end-sessions");

        assertThat(browsers.open()
                        .signIn(root)
                        .get("/settings/audit?account=" + ann.id())
                        .body())
                .contains("The API key “nightly”");
        assertThat(browsers.open().signIn(ann).get("/preferences").body())
                .contains("Sessions ended", "An administrator")
                .doesNotContain("nightly");
    }
}
