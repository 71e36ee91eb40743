package dev.vestibule.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.event.AuditEventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documentation lists what there is. */
class AuditDocsTest {
    private static final Pattern LINE = Pattern.compile("(?m)^\\| `([a-z_]+)` \\| (success|failure|info) \\|");

    @Test
    void kindsWhenListedInTheDocsThenAreThoseOfTheCode() throws IOException {
        String docs = Files.readString(Path.of("docs/audit.md"));
        List<String> listed = LINE.matcher(docs)
                .results()
                .map(line -> line.group(1) + " " + line.group(2))
                .toList();

        assertThat(listed)
                .containsExactlyElementsOf(Arrays.stream(AuditEventType.values())
                        .map(kind -> kind.code() + " " + kind.outcome().code())
                        .toList());
    }
}
