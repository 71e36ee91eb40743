package dev.vestibule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every package says in a sentence what it is for, and that nothing in it is null unless it says so. */
class PackagesTest {
    /** A comment of one sentence or a little more, ahead of the annotations. */
    private static final Pattern SENTENCE =
            Pattern.compile("\\A(?s:/\\*\\*(?: |\\s+\\* )[A-Z](?:(?!\\*/).){9,400}?\\.\\s(?:(?!\\*/).)*\\*/\\s)");

    private static final Pattern NULL_MARKED = Pattern.compile("(?m)^@NullMarked$");

    static List<Path> packages() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("packages")
    void packageWhenItHasClassesThenSaysWhatItIsForAndIsNullMarked(Path directory) {
        Path info = directory.resolve("package-info.java");

        assertThat(info).exists();
        assertThat(isWhole(read(info))).as(read(info)).isTrue();
    }

    @Test
    void packagesWhenCountedThenAreThere() throws IOException {
        assertThat(packages()).hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@NullMarked\npackage dev.vestibule.x;\n",
                "/** Where people keep their umbrellas. */\npackage dev.vestibule.x;\n",
                "/** todo */\n@NullMarked\npackage dev.vestibule.x;\n",
                "/** Rooms */\n@NullMarked\npackage dev.vestibule.x;\n// No. /** */\n",
                "/** */\n@NullMarked\npackage dev.vestibule.x;\n"
            })
    void packageWhenInfoIsNotWholeThenIsNoticed(String info) {
        assertThat(isWhole(info)).isFalse();
    }

    private static boolean isWhole(String info) {
        return SENTENCE.matcher(info).find() && NULL_MARKED.matcher(info).find();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
