package dev.vestibule.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vestibule.account.Role;
import dev.vestibule.apikey.Scope;
import dev.vestibule.testing.ApiClients;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Programs that others wrote: the Python client of the documentation, and curl. */
@VestibuleTest
record RealClientsTest(ApiClients programs, Browsers browsers, TestAccounts accounts) {
    private record Run(int exit, String out) {}

    /** Both outputs as one. */
    private static Run run(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Run(process.exitValue(), out);
    }

    private static void assumeInstalled(String program) {
        boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> new File(directory, program).canExecute());
        assumeTrue(there, program + " is not installed here, so nobody knows whether it gets along with the API");
    }

    private String url() {
        return "http://localhost:" + programs.port();
    }

    private Run python(String key, String... arguments) throws Exception {
        String[] command = new String[arguments.length + 2];
        command[0] = "python3";
        command[1] = "docs/vestibule.py";
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        return run(Map.of("VESTIBULE_URL", url(), "VESTIBULE_KEY", key), command);
    }

    @Test
    void pythonWhenItAsksThenGetsAlong() throws Exception {
        assumeInstalled("python3");
        TestAccount root = accounts.withMfa("root", Role.ADMIN);
        String key = programs.key(root, Scope.WRITE).text().text();
        String login = root.login() + ".bea";

        assertThat(python(key, "me").out()).contains("\"login\": \"" + root.login() + "\"", "\"api_key\"");
        Run created = python(key, "create", login, "Bea Würth");
        assertThat(created.exit()).as(created.out()).isZero();
        assertThat(browsers.open().get(created.out().strip()).status()).isEqualTo(200);
        Run again = python(key, "create", login, "Bea");
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.out()).contains("409 Conflict", "#/login taken");
        assertThat(python(key, "users", login).out()).isEqualTo(login + "\tBea Würth\twithout MFA\n");
        for (int i = 0; i < 201; i++) {
            accounts.invited("many", Role.USER);
        }
        assertThat(python(key, "users", "many").out().lines()).hasSize(201);
        assertThat(python(key, "link", login, login).out().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith(login + "\t/set-password/"));
        Run some = python(key, "link", "nobody", root.login(), login);
        assertThat(some.out())
                .as("who is refused one keeps nobody else from his")
                .contains(
                        "nobody\t404 Not found: no user has the username nobody",
                        root.login() + "\t403 Forbidden",
                        login + "\t/set-password/");
        assertThat(some.exit()).isEqualTo(1);
        Run unknown = python(key, "link", "nobody");
        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(unknown.out()).contains("no user has the username nobody");
        assertThat(python(key, "disable", login).exit()).isZero();
        assertThat(programs.byPassword(accounts.withPassword("ann")).get("/me").status())
                .isEqualTo(200);
        assertThat(python(key, "events", "account_disabled").out()).contains("account_disabled\t" + login);
        assertThat(python(key, "delete", login).exit()).isZero();
        assertThat(python(key, "users", login).out()).isEmpty();
        assertThat(python("vst_wrong", "me").out()).startsWith("401 Unauthenticated");
        for (Run wrong : List.of(python(key), python(key, "create", "one"), python(key, "link"), python("", "me"))) {
            assertThat(wrong.exit()).isEqualTo(1);
            assertThat(wrong.out()).doesNotContain("Traceback");
        }
        Run deaf = run(
                Map.of("VESTIBULE_URL", "http://localhost:1", "VESTIBULE_KEY", key),
                "python3",
                "docs/vestibule.py",
                "me");
        assertThat(deaf.out()).contains("http://localhost:1 does not answer").doesNotContain("Traceback");
    }

    @Test
    void curlWhenItAsksThenGetsAlong() throws IOException, Exception {
        assumeInstalled("curl");
        TestAccount root = accounts.withMfa("root", Role.ADMIN);
        TestAccount ann = accounts.withPassword("ann");
        String key = programs.key(root, Scope.WRITE).text().text();

        assertThat(curl("--oauth2-bearer", key, url() + "/api/v1/me")).startsWith("200 application/json");
        assertThat(curl("--user", ann.login() + ":" + ann.password(), url() + "/api/v1/me"))
                .startsWith("200 application/json");
        assertThat(curl("--user", root.login() + ":" + root.password(), url() + "/api/v1/me"))
                .startsWith("401 application/problem+json");
        assertThat(curl(
                        "--oauth2-bearer",
                        key,
                        "--request",
                        "PATCH",
                        "--json",
                        "{\"name\": \"Ann of curl\"}",
                        url() + "/api/v1/users/" + ann.id()))
                .startsWith("200 ")
                .contains("Ann of curl");
        assertThat(curl(
                        "--oauth2-bearer",
                        key,
                        "--request",
                        "POST",
                        url() + "/api/v1/users/" + ann.id() + "/end-sessions"))
                .startsWith("204 ");
        assertThat(curl("--oauth2-bearer", key, "--data", "name=x", url() + "/api/v1/companies"))
                .as("its usual kind of body")
                .startsWith("415 ");
        assertThat(curl(
                        "--header",
                        "Authorization: Bearer " + key,
                        "--header",
                        "Authorization: Bearer " + key,
                        url() + "/api/v1/me"))
                .startsWith("400 ");
        assertThat(JsonMapper.shared()
                        .readTree(curl(url() + "/api/v1/openapi.json").replaceFirst("[^\n]*\n", ""))
                        .path("openapi")
                        .asString())
                .isEqualTo("3.1.0");
    }

    /** Status and type in the first line, then the body. */
    private static String curl(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 4];
        List.of("curl", "--silent", "--write-out", "%{stderr}%{http_code} %{content_type}\n")
                .toArray(command);
        System.arraycopy(arguments, 0, command, 4, arguments.length);
        File head = File.createTempFile("curl", ".head");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(head);
        Process process = builder.start();
        process.getOutputStream().close();
        String body = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        String first = java.nio.file.Files.readString(head.toPath());
        assertThat(head.delete()).isTrue();
        return first + body;
    }
}
