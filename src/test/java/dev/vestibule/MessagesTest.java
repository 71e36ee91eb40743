package dev.vestibule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.vestibule.account.Factor;
import dev.vestibule.account.SessionEndReason;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.event.AuditReason;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.password.PasswordFlaw;
import dev.vestibule.policy.EnrolmentMethod;
import dev.vestibule.policy.MfaRequired;
import dev.vestibule.policy.MfaStatus;
import dev.vestibule.userimport.UserImportColumn;
import dev.vestibule.userimport.UserImports;
import dev.vestibule.web.Confirmation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every text comes from the messages, and every message that is asked for is there. */
class MessagesTest {
    private static final Path RESOURCES = Path.of("src/main/resources");

    /** What may follow a beginning that is put together at run time. */
    private static final Map<String, Set<String>> ENDS = Map.ofEntries(
            Map.entry("import.column.", codes(UserImportColumn.values(), UserImportColumn::code)),
            Map.entry(
                    "import.",
                    Stream.of(UserImports.State.values())
                            .filter(state -> state != UserImports.State.CHECKED)
                            .flatMap(state -> Stream.of(state.code() + ".title", state.code() + ".text"))
                            .collect(Collectors.toSet())),
            Map.entry("done.", codes(Confirmation.values(), Confirmation::code)),
            Map.entry("login.reason.ended.", codes(SessionEndReason.values(), SessionEndReason::code)),
            Map.entry("factor.", codes(Factor.values(), Factor::code)),
            Map.entry("refused.password.", codes(PasswordFlaw.values(), PasswordFlaw::code)),
            Map.entry("refused.parameter.", Set.of("number", "bounds", "switch")),
            Map.entry("refused.recovery.", Set.of("format", "wrong")),
            Map.entry("refused.code.", Set.of("format", "used", "wrong", "lapsed")),
            Map.entry("parameter.", codes(Parameter.values(), Parameter::key)),
            Map.entry("audit.kind.", codes(AuditEventType.values(), AuditEventType::code)),
            Map.entry("audit.reason.", codes(AuditReason.values(), AuditReason::code)),
            Map.entry("mfa_required.", codes(MfaRequired.values(), MfaRequired::code)),
            Map.entry("enrolment.", codes(EnrolmentMethod.values(), EnrolmentMethod::code)),
            Map.entry(
                    "preview.",
                    codes(MfaStatus.State.values(), state -> state.name().toLowerCase(Locale.ROOT))),
            Map.entry(
                    "why.",
                    Set.of(
                            "enabled",
                            "disabled",
                            "password",
                            "no-password",
                            "no-wait",
                            "passwords-wait",
                            "codes-wait",
                            "codes-stopped",
                            "ready",
                            "ready-required",
                            "free",
                            "grace",
                            "due",
                            "due-by-pass",
                            "reset",
                            "devices-forbidden",
                            "devices-none",
                            "devices",
                            "devices-in-networks",
                            "recovery-codes",
                            "outcome-refused",
                            "outcome-password",
                            "outcome-code",
                            "outcome-code-or-device",
                            "outcome-wizard",
                            "outcome-pass")),
            Map.entry("clock.", Set.of("right", "ahead", "behind")),
            Map.entry("protection.ways.", Set.of("one_app", "one_app_and_codes", "apps", "apps_and_codes")));

    private final Set<String> keys = messages().stringPropertyNames();

    @Test
    void templatesWhenReadThenSayNothingByThemselves() {
        assertThat(files(RESOURCES.resolve("templates"), ".html"))
                .allSatisfy(file -> assertThat(new TemplateText(read(file)).literals())
                        .as(file.toString())
                        .isEmpty());
    }

    @Test
    void templatesWhenTheyAskForAMessageThenItIsThere() {
        Set<String> missing = new TreeSet<>();
        for (Path file : files(RESOURCES.resolve("templates"), ".html")) {
            TemplateText text = new TemplateText(read(file));
            missing.addAll(missing(text.keys(), text.prefixes()));
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void codeWhenItAsksForAMessageThenItIsThere() {
        Set<String> missing = new TreeSet<>();
        for (Path file : files(Path.of("src/main/java"), ".java")) {
            CodeText text = new CodeText(read(file));
            missing.addAll(missing(text.keys(), text.prefixes()));
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void messagesWhenTheyEndWithACodeThenThereIsOneForEach() {
        Set<String> missing = new TreeSet<>();
        ENDS.forEach((prefix, ends) -> {
            if (isAskedFor(prefix)) {
                ends.stream()
                        .map(prefix::concat)
                        .filter(key -> !keys.contains(key))
                        .forEach(missing::add);
            }
        });
        assertThat(missing).isEmpty();
    }

    @Test
    void messagesWhenFormattedThenAreWellFormed() {
        Properties messages = messages();
        assertThat(keys).isNotEmpty().allSatisfy(key -> {
            String text = messages.getProperty(key);
            assertThatNoException().as(key).isThrownBy(() -> new MessageFormat(text));
            // To a message format it is a quotation mark: "don't" with arguments would lose it, and what follows.
            assertThat(text).as(key).isNotBlank().doesNotContain("'");
        });
    }

    @Test
    void messagesWhenListedThenNoKeyComesTwice() {
        List<String> lines = read(RESOURCES.resolve("messages.properties"))
                .lines()
                .filter(line -> line.matches("[a-z].*=.*"))
                .map(line -> line.substring(0, line.indexOf('=')).strip())
                .toList();
        assertThat(lines).doesNotHaveDuplicates().hasSameSizeAs(keys);
    }

    private boolean isAskedFor(String prefix) {
        return files(RESOURCES.resolve("templates"), ".html").stream()
                        .anyMatch(
                                file -> new TemplateText(read(file)).prefixes().contains(prefix))
                || files(Path.of("src/main/java"), ".java").stream()
                        .anyMatch(file -> new CodeText(read(file)).prefixes().contains(prefix));
    }

    private Set<String> missing(Set<String> whole, Set<String> prefixes) {
        Set<String> missing = new TreeSet<>(whole);
        missing.removeIf(keys::contains);
        prefixes.stream()
                .filter(prefix -> keys.stream().noneMatch(key -> key.startsWith(prefix)))
                .forEach(missing::add);
        return missing;
    }

    private static <T> Set<String> codes(T[] values, Function<T, String> code) {
        return new TreeSet<>(Arrays.stream(values).map(code).toList());
    }

    private static Properties messages() {
        Properties messages = new Properties();
        try (var reader = Files.newBufferedReader(RESOURCES.resolve("messages.properties"), StandardCharsets.UTF_8)) {
            messages.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return messages;
    }

    private static List<Path> files(Path under, String ending) {
        try (var files = Files.walk(under)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
