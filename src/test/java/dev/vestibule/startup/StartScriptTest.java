package dev.vestibule.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The start script of the distribution, with a Java that only prints its arguments and variables. */
@Tag("integration")
class StartScriptTest {
    @TempDir
    Path temporary;

    private Path home = Path.of("");

    private record Answer(int code, List<String> lines) {
        boolean has(String argument) {
            return lines.contains(argument);
        }

        String last() {
            return lines.get(lines.size() - 1);
        }
    }

    /** A path with a space, as users' folders have. */
    @BeforeEach
    void install() throws IOException {
        home = temporary.resolve("my programs");
        Files.createDirectories(home.resolve("bin"));
        executable(
                home.resolve("bin/vestibule"),
                Files.readString(Path.of("src/main/dist/bin/vestibule")).replace("@project.version@", "9.9.9"));
    }

    @Test
    void serverWhenStartedWithoutArgumentsThenRunsWithMemoryAndAnArchiveToWrite() throws Exception {
        Answer answer = run(17, Map.of());

        assertThat(answer.lines()).contains("-Xmx256m", "-XX:+UseSerialGC");
        assertThat(answer.lines())
                .anyMatch(line -> line.matches("-XX:ArchiveClassesAtExit=" + home + "/cache/9\\.9\\.9-\\d+\\.jsa"));
        assertThat(answer.last()).isEqualTo(home + "/vestibule.jar");
    }

    @Test
    void mavenWhenItRunsTheProgramThenGivesItTheSameMemory() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));
        String options = pom.substring(pom.indexOf("<run.jvm>") + 9, pom.indexOf("</run.jvm>"));

        assertThat(run(25, Map.of()).lines()).containsSubsequence(options.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "17, jsa, -XX:SharedArchiveFile=",
        "21, jsa, -XX:SharedArchiveFile=",
        "25, aot, -XX:AOTCache=",
        "26, aot, -XX:AOTCache="
    })
    void serverWhenThereIsAnArchiveOfItsJavaThenUsesIt(int release, String kind, String option) throws Exception {
        String written = archive(run(release, Map.of()));
        Files.createFile(Path.of(written));

        assertThat(written).endsWith("." + kind);
        assertThat(run(release, Map.of(), "run").lines()).contains(option + written);
        // An archive of another Java is left alone.
        assertThat(archive(run(release == 17 ? 18 : release + 1, Map.of()))).isNotEqualTo(written);
    }

    private static String archive(Answer answer) {
        return answer.lines().stream()
                .filter(line -> line.startsWith("-XX:A") || line.startsWith("-XX:Shared"))
                .map(line -> line.substring(line.indexOf('=') + 1))
                .collect(Collectors.joining());
    }

    @Test
    void argumentsWhenGivenThenAreThoseOfTheProgram() throws Exception {
        Answer answer = run(25, Map.of(), "run", "--server.port=9000", "--vestibule.bootstrap.company=Müller & Söhne");

        assertThat(answer.lines())
                .containsSubsequence(
                        "-jar",
                        home + "/vestibule.jar",
                        "--server.port=9000",
                        "--vestibule.bootstrap.company=Müller & Söhne");
        assertThat(answer.has("run")).isFalse();
    }

    @Test
    void commandWhenRunThenHasNoArchive() throws Exception {
        Answer answer = run(25, Map.of(), "user", "unlock", "alice");

        assertThat(answer.lines()).containsSubsequence(home + "/vestibule.jar", "user", "unlock", "alice");
        assertThat(archive(answer)).isEmpty();
    }

    @Test
    void variablesWhenSetThenAreObeyedAndKeptFromTheProgram() throws Exception {
        Path cache = temporary.resolve("other cache");
        Answer answer = run(
                25,
                Map.of("VESTIBULE_MEMORY", "-Xmx1g -Xms1g", "VESTIBULE_CACHE", cache.toString(), "JAVA_OPTS", "-Da=b"));

        assertThat(answer.lines()).contains("-Xmx1g", "-Xms1g", "-Da=b").doesNotContain("-Xmx256m");
        assertThat(archive(answer)).startsWith(cache + "/");
        assertThat(answer.lines()).noneMatch(line -> line.startsWith("VESTIBULE_"));
    }

    @Test
    void cacheWhenSwitchedOffThenThereIsNoArchive() throws Exception {
        assertThat(archive(run(25, Map.of("VESTIBULE_CACHE", "")))).isEmpty();
    }

    @Test
    void cacheWhenItCannotBeWrittenThenTheServerStartsWithout() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));

        Answer answer = run(25, Map.of("VESTIBULE_CACHE", file.resolve("cache").toString()));

        assertThat(answer.code()).isZero();
        assertThat(archive(answer)).isEmpty();
    }

    @Test
    void javaWhenTooOldThenIsToldInASentence() throws Exception {
        Answer answer = run(11, Map.of());

        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.lines())
                .containsExactly("vestibule: Java 11 is too old. Install Java 17 or newer, or set JAVA_HOME to it.");
    }

    @Test
    void javaWhenThereIsNoneThenIsToldInASentence() throws Exception {
        Answer answer = start(Map.of("JAVA_HOME", temporary.resolve("none").toString()));

        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.last())
                .isEqualTo("vestibule: There is no Java at " + temporary.resolve("none")
                        + "/bin/java. Install Java 17 or newer, or set JAVA_HOME to it.");
    }

    private Answer run(int release, Map<String, String> variables, String... arguments) throws Exception {
        Path java = temporary.resolve("java " + release + "/bin");
        Files.createDirectories(java);
        executable(java.resolve("java"), """
                #!/bin/sh
                if [ "$1" = -version ]; then echo 'openjdk version "RELEASE.0.1" 2026-01-01' >&2; exit 0; fi
                env | grep ^VESTIBULE_
                for argument in "$@"; do printf '%s\\n' "$argument"; done
                """.replace("RELEASE", Integer.toString(release)));
        var all = new HashMap<>(variables);
        all.put("JAVA_HOME", java.getParent().toString());
        return start(all, arguments);
    }

    private Answer start(Map<String, String> variables, String... arguments) throws Exception {
        var command = Stream.concat(Stream.of(home + "/bin/vestibule"), Arrays.stream(arguments))
                .toList();
        var process = new ProcessBuilder(command).redirectErrorStream(true);
        process.environment().putAll(variables);
        Process started = process.start();
        String output = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(started.waitFor(), output.lines().toList());
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
