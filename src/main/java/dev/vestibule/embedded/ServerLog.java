package dev.vestibule.embedded;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.vestibule.datadirectory.PrivateDirectory;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The log of the embedded server and its programs, the only source for the reason why one of them did not start. */
record ServerLog(PrivateDirectory files) {
    private static final String NAME = "postgresql.log";
    private static final Pattern COMPLAINT =
            Pattern.compile("\\b(?:FATAL|PANIC|DETAIL|HINT|error):\\s+(?<message>\\S.*)");
    private static final Pattern GIVEN_UP =
            Pattern.compile("^(?:.*/)?pg_ctl: (?!server did not start in time)|is needed by pg_ctl", Pattern.MULTILINE);
    private static final int COMPLAINTS = 4;

    /** Empties the file, so that it stays small and contains only the present start. */
    void begin() throws IOException {
        files.open(NAME, CREATE, WRITE, TRUNCATE_EXISTING).close();
    }

    File file() {
        return path().toFile();
    }

    /** Whether pg_ctl has reported that the server ended; a timeout of pg_ctl does not count. */
    boolean saysGivenUp() throws IOException {
        return GIVEN_UP.matcher(text()).find();
    }

    /** The errors of the server, or the last line of the log if there are none. */
    String complaints() {
        List<String> lines;
        try {
            lines = text().lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            return "";
        }
        String complaints = lines.stream()
                .map(COMPLAINT::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group("message"))
                .distinct()
                .limit(COMPLAINTS)
                .collect(Collectors.joining(" "));
        return complaints.isEmpty() && !lines.isEmpty() ? lines.get(lines.size() - 1) : complaints;
    }

    Path path() {
        return files.resolve(NAME);
    }

    // A path in a message may have any encoding, so the decoder must accept every byte.
    private String text() throws IOException {
        return new String(Files.readAllBytes(path()), StandardCharsets.ISO_8859_1);
    }
}
