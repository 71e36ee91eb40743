package dev.vestibule;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which messages a Java source asks for. */
record CodeText(String source) {
    private static final String KEY = "([A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*\\.?)";

    /** Errors of forms, messages asked for by name, messages of constraints; each key may go on with a plus sign. */
    private static final List<Pattern> USES = List.of(
            Pattern.compile("rejectValue\\(\\s*\"[^\"]*\",\\s*\"" + KEY + "\"\\s*(\\+?)"),
            Pattern.compile("\\breject\\(\\s*\"" + KEY + "\"\\s*(\\+?)"),
            Pattern.compile("\\b(?:getMessage|message|msg)\\(\\s*\"" + KEY + "\"\\s*(\\+?)"),
            Pattern.compile("\"(refused\\.[A-Za-z0-9_.-]+)\"\\s*(\\+?)"),
            Pattern.compile("\"\\{" + KEY + "}\"()"));

    private static final Pattern CONSTRAINT_FLAW = Pattern.compile("\"([A-Za-z_-]+\\.[A-Za-z_.-]+)\"()");

    Set<String> keys() {
        return find("");
    }

    /** The beginnings of keys whose end is an enum's. */
    Set<String> prefixes() {
        return find("+");
    }

    private Set<String> find(String followedBy) {
        Set<String> keys = new TreeSet<>();
        USES.forEach(use -> collect(use, followedBy, keys));
        if (source.contains("ConstraintValidator<")) {
            collect(CONSTRAINT_FLAW, followedBy, keys);
        }
        return keys;
    }

    private void collect(Pattern use, String followedBy, Set<String> keys) {
        use.matcher(source)
                .results()
                .filter(found -> found.group(2).equals(followedBy))
                .forEach(found -> keys.add(found.group(1)));
    }
}
