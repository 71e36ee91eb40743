package dev.vestibule.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.vestibule.account.Role;
import dev.vestibule.apikey.Scope;
import dev.vestibule.policy.TestCompanies;
import dev.vestibule.testing.ApiClient;
import dev.vestibule.testing.ApiClient.Answer;
import dev.vestibule.testing.ApiClients;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The description is OpenAPI, tells of everything there is and of nothing else, and answers are as it says. */
@VestibuleTest
class OpenApiDocumentTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Autowired
    ApiClients programs;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    @Autowired
    JdbcClient jdbc;

    @AfterEach
    void tidy() {
        TestCompanies.tidy(jdbc);
    }

    private JsonNode document() {
        Answer answer = programs.open().get("/openapi.json");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        return answer.json();
    }

    @Test
    void documentWhenReadByAValidatorThenIsOpenApi() {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);

        var parsed = new OpenAPIV3Parser()
                .readContents(programs.open().get("/openapi.json").body(), null, options);

        assertThat(parsed.getMessages()).isEmpty();
        assertThat(parsed.getOpenAPI().getPaths()).hasSizeGreaterThan(10);
        String broken = programs.open().get("/openapi.json").body().replace("\"responses\"", "\"answers\"");
        assertThat(new OpenAPIV3Parser().readContents(broken, null, options).getMessages())
                .as("it can say no")
                .isNotEmpty();
    }

    @Test
    void documentWhenComparedThenTellsOfEachResourceAndItsParameters() {
        Map<String, Set<String>> there = new TreeMap<>();
        mappings.getHandlerMethods().forEach((mapping, method) -> {
            String path = mapping.getPatternValues().iterator().next();
            if (path.startsWith("/api/v1/")) {
                Set<String> query = RequestCheck.queryParameters(method);
                mapping.getMethodsCondition()
                        .getMethods()
                        .forEach(verb ->
                                there.put(verb.name().toLowerCase() + " " + path.substring("/api/v1".length()), query));
            }
        });
        Map<String, Set<String>> told = new TreeMap<>();
        JsonNode document = document();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(verb -> told.put(
                                verb.getKey() + " " + path.getKey(), queryParameters(verb.getValue(), document))));

        assertThat(told).isEqualTo(there).hasSize(21);
    }

    private static Set<String> queryParameters(JsonNode operation, JsonNode document) {
        return operation
                .path("parameters")
                .valueStream()
                .map(parameter -> parameter.has("$ref") ? resolve(parameter, document) : parameter)
                .filter(parameter -> "query".equals(parameter.path("in").asString()))
                .map(parameter -> parameter.path("name").asString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonNode resolve(JsonNode reference, JsonNode document) {
        return document.at(reference.path("$ref").asString().substring(1));
    }

    @Test
    void answersWhenComparedThenAreAsTheDocumentSays(
            @WithMfa(Role.ADMIN) TestAccount root, @WithPassword TestAccount ann) {
        ApiClient program = programs.byKey(root, Scope.WRITE);
        String user = "/users/" + ann.id();
        String days = "/parameters/auth_totp.trusted_device_days";
        Set<String> seen = new LinkedHashSet<>();

        check("get /me", "200", program.get("/me"), seen);
        check("get /me", "200", programs.byPassword(ann).get("/me"), seen);
        check("get /me", "400", program.get("/me?x"), seen);
        check("get /me", "401", programs.open().get("/me"), seen);
        check("get /me", "406", program.with("Accept", "text/css").get("/me"), seen);
        check("get /me/audit-events", "200", program.get("/me/audit-events"), seen);
        check("get /users", "200", program.get("/users"), seen);
        check("get /users", "403", programs.byPassword(ann).get("/users"), seen);
        Answer made = program.post("/users", "{\"login\": \"%s.2\", \"name\": \"X\"}".formatted(ann.login()));
        check("post /users", "201", made, seen);
        check(
                "post /users",
                "409",
                program.post("/users", "{\"login\": \"%s\", \"name\": \"X\"}".formatted(ann.login())),
                seen);
        check("post /users", "413", program.post("/users", "x".repeat(70_000)), seen);
        check("post /users", "415", program.post("/users"), seen);
        check("post /users", "422", program.post("/users", "{}"), seen);
        check("get /users/{id}", "200", program.get(user), seen);
        check("get /users/{id}", "404", program.get("/users/x"), seen);
        check("patch /users/{id}", "200", program.patch(user, "{\"email\": \"ann@example.org\"}"), seen);
        check("post /users/{id}/password-link", "201", program.post(user + "/password-link"), seen);
        check("post /users/{id}/end-sessions", "204", program.post(user + "/end-sessions"), seen);
        check("post /users/{id}/revoke-trusted-devices", "204", program.post(user + "/revoke-trusted-devices"), seen);
        String other = "/users/" + made.json().path("id").asString();
        check("delete /users/{id}", "204", program.delete(other), seen);
        check("delete /users/{id}", "404", program.delete(other), seen);
        check("delete /users/{id}", "403", program.delete("/users/" + root.id()), seen);
        check("get /companies", "200", program.get("/companies"), seen);
        Answer company = program.post("/companies", "{\"name\": \"%s Ltd\"}".formatted(ann.login()));
        check("post /companies", "201", company, seen);
        String path = "/companies/" + company.json().path("id").asString();
        check("get /companies/{id}", "200", program.get(path), seen);
        check("patch /companies/{id}", "200", program.patch(path, "{}"), seen);
        check("get /parameters", "200", program.get("/parameters"), seen);
        check("get /parameters/{key}", "200", program.get(days), seen);
        check("put /parameters/{key}", "200", program.put(days, "{\"value\": 30}"), seen);
        check("delete /parameters/{key}", "200", program.delete(days), seen);
        check("get /audit-events", "200", program.get("/audit-events?limit=200"), seen);
        check("get /openapi.json", "200", program.get("/openapi.json"), seen);
        check("delete /me/api-key", "204", program.delete("/me/api-key"), seen);
        check("delete /me/api-key", "404", programs.byPassword(ann).delete("/me/api-key"), seen);

        assertThat(seen).as("each was asked").hasSize(21);
    }

    private void check(String operation, String status, Answer answer, Set<String> seen) {
        assertThat(Integer.toString(answer.status()))
                .as(operation + answer.body())
                .isEqualTo(status);
        seen.add(operation);
        JsonNode document = document();
        String[] parts = operation.split(" ");
        JsonNode told = document.path("paths")
                .path(parts[1])
                .path(parts[0])
                .path("responses")
                .path(status);
        JsonNode response = told.has("$ref") ? resolve(told, document) : told;
        assertThat(response.isObject()).as(operation + " " + status).isTrue();
        if (!response.has("content")) {
            assertThat(answer.body()).as(operation).isEmpty();
            return;
        }
        JsonNode schema =
                response.path("content").path(answer.header("Content-Type")).path("schema");
        assertThat(flaws(schema, answer.body(), document))
                .as(operation + " " + answer.body())
                .isEmpty();
    }

    private static List<?> flaws(JsonNode schema, String body, JsonNode document) {
        ObjectNode whole = ((ObjectNode) schema).deepCopy();
        whole.set("components", document.path("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(whole)
                .validate(JSON.readTree(body));
    }

    @Test
    void answerWhenItIsNotAsTheDocumentSaysThenIsNoticed() {
        JsonNode document = document();
        JsonNode company = document.at("/components/schemas/Company");

        assertThat(flaws(company, "{\"id\": 1, \"name\": \"x\"}", document)).isNotEmpty();
        assertThat(flaws(company, "{\"name\": \"x\"}", document)).isNotEmpty();
        assertThat(flaws(company, "{\"id\": \"x\", \"name\": \"x\", \"more\": 1}", document))
                .isNotEmpty();
    }
}
