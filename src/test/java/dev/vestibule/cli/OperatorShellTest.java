package dev.vestibule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.VestibuleApplication;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands as an operator runs them: beside a running node, and without one. */
@Timeout(300)
@Tag("integration")
class OperatorShellTest {
    @TempDir
    Path temporary;

    private record Answer(int code, String output) {}

    private Path data() {
        return temporary.resolve("data");
    }

    private Process start(Path output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                VestibuleApplication.class.getName()));
        command.addAll(List.of(arguments));
        command.add("--vestibule.data-directory=" + data());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** Without the tests: their clock would stand still from the start on, and {@code check} looks at the clock. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator)))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Answer run(String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(temporary, "answer", ".txt");
        Process process = start(output, arguments);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Answer(process.exitValue(), Files.readString(output));
    }

    @Test
    void commandsWhenANodeRunsAndWhenNoneRunsThenWorkAndLeaveItAlone() throws Exception {
        Path log = temporary.resolve("node.txt");
        Process node = start(
                log,
                "--server.port=0",
                "--management.server.port=0",
                "--vestibule.bootstrap.admin-password=plum-tractor-violet-94");
        try {
            while (!Files.readString(log).contains("Vestibule is ready")) {
                assertThat(node.isAlive()).as(Files.readString(log)).isTrue();
                TimeUnit.MILLISECONDS.sleep(100);
            }
            assertThat(Files.readAllLines(log))
                    .as("lines of a first start, which leave the link within one screen")
                    .hasSizeLessThanOrEqualTo(15);
            String server = Files.readString(data().resolve("postgresql/postmaster.pid"), StandardCharsets.UTF_8);

            Answer check = run("check");
            assertThat(check.output())
                    .contains("configuration", "database", "schema", "keys", "clock")
                    .containsPattern("roles +ok")
                    .doesNotContain("wrong", "warning");
            assertThat(check.code()).isZero();
            Answer link = run("user", "password-link", "admin");
            assertThat(link.output()).contains("/set-password/");
            assertThat(link.code()).isZero();

            assertThat(node.isAlive()).isTrue();
            assertThat(data().resolve("postgresql/postmaster.pid")).hasContent(server);
        } finally {
            node.destroy();
            assertThat(node.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
        Answer unlock = run("user", "unlock", "admin");
        assertThat(unlock.output()).contains("The account admin is unlocked.").doesNotContain("Tomcat");
        assertThat(unlock.code()).isZero();
        assertThat(data().resolve("postgresql/postmaster.pid"))
                .as("stopped again")
                .doesNotExist();
    }

    @Test
    void commandWhenThereIsNoInstallationThenSaysSoAndMakesNone() throws Exception {
        Answer check = run("check");

        assertThat(check.code()).isEqualTo(1);
        assertThat(check.output())
                .contains("There is no Vestibule in the data directory")
                .doesNotContain("Exception");
        assertThat(data()).doesNotExist();
    }

    private static Answer inProcess(String... arguments) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text, true);
        // A command that opened an installation of this class would fail.
        return new Answer(CommandLineRunner.run(OperatorShellTest.class, out, out, arguments), text.toString());
    }

    @Test
    void helpAndVersionWhenAskedForThenStartNothing() {
        assertThat(inProcess("--help").output()).contains("user", "check");
        assertThat(inProcess("--help").code()).isZero();
        assertThat(inProcess("user", "reset", "--help").output()).contains("LOGIN");
        assertThat(inProcess("--version").output()).startsWith("Vestibule");
        assertThat(inProcess("--version").code()).isZero();
    }

    @Test
    void wordsWhenTheyAreNoCommandThenAreAMistakeOfUse() {
        assertThat(inProcess("usr").code()).isEqualTo(2);
        assertThat(inProcess("user").code()).isEqualTo(2);
        assertThat(inProcess("user", "reset").code()).isEqualTo(2);
        assertThat(inProcess("user", "reset", "ann", "bob").code()).isEqualTo(2);
        assertThat(inProcess("check", "--nonsense").code()).isEqualTo(2);
    }

    @Test
    void argumentsWhenTheyAreSettingsOnlyThenAreForTheServer() {
        assertThat(CommandLineRunner.isMeantBy()).isFalse();
        assertThat(CommandLineRunner.isMeantBy("--server.port=0", "--vestibule.data-directory=/srv/v"))
                .isFalse();
        assertThat(CommandLineRunner.isMeantBy("--vestibule.data-directory=/srv/v", "check"))
                .isTrue();
        assertThat(CommandLineRunner.isMeantBy("--version")).isTrue();
    }
}
