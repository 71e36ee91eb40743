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

/** What the embedded server and its programs say: the only place that tells why one of them did not start. */
record ServerLog(PrivateDirectory files) {
    private static final String NAME = "postgresql.log";
    private static final Pattern COMPLAINT =
            Pattern.compile("\\b(?:FATAL|PANIC|DETAIL|HINT|error):\\s+(?<message>\\S.*)");
    private static final Pattern GIVEN_UP =
            Pattern.compile("^(?:.*/)?pg_ctl: (?!server did not start in time)|is needed by pg_ctl", Pattern.MULTILINE);
    private static final int COMPLAINTS = 4;

    /** Begins anew, so that the file stays small and speaks of this start. */
    void begin() throws IOException {
        files.open(NAME, CREATE, WRITE, TRUNCATE_EXISTING).close();
    }

    File file() {
        return path().toFile();
    }

    /** Says whether pg_ctl has noticed that the server ended; that it waits no longer is no end. */
    boolean saysGivenUp() throws IOException {
        return GIVEN_UP.matcher(text()).find();
    }

    /** The complaints of the server, or else whatever it said last. */
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

    // A path in a message may be in any encoding, so no byte may be refused.
    private String text() throws IOException {
        return new String(Files.readAllBytes(path()), StandardCharsets.ISO_8859_1);
    }
}
