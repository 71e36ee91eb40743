package dev.vestibule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents name tests and files as proof of what they say: each of them exists. */
class DocumentationTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\b");
    private static final Pattern LINK = Pattern.compile("\\]\\(((?!https?:|mailto:)[^)#]+)");

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"));
                Stream<Path> root = Files.list(Path.of("."))) {
            return Stream.concat(Stream.concat(docs, root), Stream.of(Path.of("src/test/scripts/README.md")))
                    .filter(path -> path.toString().endsWith(".md"))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void testsWhenNamedThenExist(Path document) throws IOException {
        Set<String> tests;
        try (Stream<Path> sources = Files.walk(Path.of("src/test/java"))) {
            tests = sources.map(source -> source.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }

        assertThat(matches(TEST, document)).allSatisfy(test -> assertThat(tests).contains(test));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void filesWhenLinkedThenExist(Path document) throws IOException {
        assertThat(matches(LINK, document))
                .allSatisfy(link -> assertThat(document.resolveSibling(link)).exists());
    }

    private static Set<String> matches(Pattern pattern, Path document) throws IOException {
        return pattern.matcher(Files.readString(document))
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toSet());
    }
}
