package dev.vestibule.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.apikey.Scope;
import dev.vestibule.testing.ApiClient;
import dev.vestibule.testing.ApiClient.Answer;
import dev.vestibule.testing.ApiClients;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.VestibuleTest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Each refusal is a problem by RFC 9457, whoever utters it: the API, Spring, or the wall around both. */
@VestibuleTest
class RefusalsHttpTest {
    @Autowired
    ApiClients programs;

    @Autowired
    TestAccounts accounts;

    private ApiClient program;

    @BeforeEach
    void open() {
        program = programs.byKey(accounts.withPassword("root", Role.ADMIN), Scope.WRITE);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /nothing,                404 not-found",
        "POST,   /nothing,                404 not-found",
        "DELETE, /nothing/at/all,         404 not-found",
        "GET,    /users/,                 404 not-found",
        "GET,    //api/v2/me,             404 not-found",
        "GET,    //api,                   404 not-found",
        "DELETE, /users,                  405 method-not-allowed",
        "PUT,    /me,                     405 method-not-allowed",
        "POST,   /parameters,             405 method-not-allowed",
        "POST,   /openapi.json,           405 method-not-allowed",
        "GET,    /users?limit=0,          400 invalid-query",
        "GET,    /users?limit=201,        400 invalid-query",
        "GET,    /users?limit=x,          400 invalid-query",
        "GET,    /users?limit=5&limit=5,  400 invalid-query",
        "GET,    /users?cursor=%21,       400 invalid-query",
        "GET,    /users?cursor=AA,        400 invalid-query",
        "GET,    /users?page=1,           400 invalid-query",
        "GET,    /users?,                 200",
        "GET,    /users?&,                400 invalid-query",
        "GET,    /users?role=user,        400 invalid-query",
        "GET,    /users?mfa_enabled=1,    400 invalid-query",
        "GET,    /users?company_id=1,     400 invalid-query",
        "GET,    /users?q=%00,            400 invalid-query",
        "GET,    /users?q=%ff,            400 invalid-query",
        "GET,    /users?q=%ED%A0%80,      400 invalid-query",
        "GET,    /me?x=1,                 400 invalid-query",
        "GET,    /openapi.json?x=1,       400 invalid-query",
        "POST,   /users?x=1,              400 invalid-query",
        "GET,    /audit-events?kind=x,    400 invalid-query",
        "GET,    /audit-events?outcome=x, 400 invalid-query",
        "GET,    /audit-events?address=x, 400 invalid-query",
        "GET,    /audit-events?from=2026-01-01,                400 invalid-query",
        "GET,    /audit-events?from=2026-01-01T00:00:00,       400 invalid-query",
        "GET,    /audit-events?from=2026-02-30T00:00:00Z,      400 invalid-query",
        "GET,    /audit-events?from=%2B999999999-01-01T00:00:00Z, 400 invalid-query",
        "GET,    /audit-events?from=2026-01-01T00:00:00%2B01:00,  200",
        "GET,    /audit-events?cursor=MQ, 400 invalid-query",
        "GET,    /users;x=1,              400 malformed",
        "GET,    /users/%2e%2e/me,        400 malformed",
    })
    void requestWhenItIsNotAsItShouldBeThenIsToldBy(String method, String path, String answer) {
        Answer refused = program.with("Content-Type", "application/json").send(method, path.strip(), null);

        assertThat(refused).hasToString(answer);
        if (refused.status() >= 400) {
            assertProblem(refused);
        }
    }

    private static void assertProblem(Answer refused) {
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.header("Cache-Control")).isEqualTo("no-store");
        assertThat(refused.header("Set-Cookie")).isEmpty();
        assertThat(refused.json().path("status").asInt()).isEqualTo(refused.status());
        assertThat(refused.json().path("title").asString()).isNotBlank();
        assertThat(refused.json().path("detail").asString()).isNotBlank();
        assertThat(refused.json().path("instance").asString()).matches("urn:uuid:[0-9a-f-]{36}");
    }

    @Test
    void queryWhenAParameterIsWrongThenIsNamedUnlessSomebodyMadeItUp() {
        assertThat(program.get("/users?limit=0").json().path("detail").asString())
                .contains("“limit”");
        assertThat(program.get("/users?%3Cscript%3E=0").body()).doesNotContain("script");
    }

    @ParameterizedTest
    @CsvSource({
        "/users,'GET, POST'",
        "/users/x,'DELETE, GET, PATCH'",
        "/parameters/x,'DELETE, GET, PUT'",
        "/me/api-key,DELETE"
    })
    void methodWhenNotAllowedThenTheOthersAreListed(String path, String allowed) {
        Answer put = program.send(allowed.contains("PUT") ? "POST" : "PUT", path, null);
        assertThat(put).hasToString("405 method-not-allowed");
        assertThat(put.header("Allow")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/merge-patch+json",
                "application/xml",
                "nonsense",
                "application/json;charset=utf-16",
                "application/json;charset=iso-8859-1"
            })
    void mediaTypeWhenItIsNotJsonThenIsUnsupported(String type) {
        Answer refused = program.with("Content-Type", type).send("POST", "/users", "{}");

        assertThat(refused).hasToString("415 unsupported-media-type");
        assertProblem(refused);
    }

    @Test
    void mediaTypeWhenMissingThenIsUnsupported() {
        assertThat(program.send("POST", "/users", "{}")).hasToString("415 unsupported-media-type");
        assertThat(program.with("Content-Type", "application/json; charset=UTF-8")
                        .send("POST", "/users", "{}"))
                .hasToString("422 invalid");
    }

    @Test
    void answerWhenOnlyAnotherTypeIsAcceptedThenIsNotAcceptable() {
        Answer refused = program.with("Accept", "text/html").get("/users");

        assertThat(refused).hasToString("406 not-acceptable");
        assertProblem(refused);
        assertThat(program.with("Accept", "*/*").get("/me").status()).isEqualTo(200);
        assertThat(program.with("Accept", "text/html, application/json;q=0.1")
                        .get("/me")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void bodyWhenTooLargeThenIsRefusedBeforeAnythingElseIsLookedAt() {
        String large = "{\"login\": \"" + "a".repeat(65_536) + "\"}";

        Answer refused = programs.open().post("/users", large);

        assertThat(refused).hasToString("413 too-large");
        assertProblem(refused);
        assertThat(program.post("/users", large)).hasToString("413 too-large");
        assertThat(program.post("/users", "{\"login\": \"" + "a".repeat(60_000) + "\"}"))
                .hasToString("422 invalid");
    }

    @Test
    void bodyWhenItDoesNotSayHowLongItIsThenIsBoundedAllTheSame() throws Exception {
        assertThat(chunked(65_536 + 1).statusCode()).isEqualTo(413);
        assertThat(chunked(65_536 + 1).body()).contains("urn:vestibule:problem:too-large");
        assertThat(chunked(65_536).statusCode()).isEqualTo(401);
    }

    private java.net.http.HttpResponse<String> chunked(int length) throws Exception {
        byte[] body = new byte[length];
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + programs.port() + "/api/v1/users"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    @Test
    void jsonWhenItIsNoUtf8ThenIsMalformed() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + programs.port() + "/api/v1/companies"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + key())
                .POST(BodyPublishers.ofByteArray("{\"name\": \"Caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1)))
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("problem:malformed");
    }

    private String key() {
        return programs.key(accounts.withPassword("root", Role.ADMIN), Scope.WRITE)
                .text()
                .text();
    }

    @Test
    void headWhenAskedThenIsGetWithoutABody() {
        Answer head = program.send("HEAD", "/me", null);

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(programs.open().send("HEAD", "/me", null).status()).isEqualTo(401);
        assertThat(programs.open().send("HEAD", "/openapi.json", null).status()).isEqualTo(200);
    }

    @Test
    void originWhenAnotherThenIsToldNothingOfCors() {
        Answer answer = program.with("Origin", "https://evil.example").get("/me");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
        assertThat(programs.open()
                        .with("Origin", "https://evil.example")
                        .with("Access-Control-Request-Method", "DELETE")
                        .send("OPTIONS", "/me/api-key", null)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void pathWhenItEndsInNothingKnownThenIsNoPageForUsers() {
        assertThat(program.with("Accept", "text/html").get("/nothing").body()).startsWith("{\"type\"");
    }
}
