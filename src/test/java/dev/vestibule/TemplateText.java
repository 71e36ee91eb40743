package dev.vestibule;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a Thymeleaf template says by itself, and which messages it asks for. */
record TemplateText(String source) {
    private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?-->");
    private static final Pattern TAG = Pattern.compile("(?s)<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>");
    private static final Pattern LETTER = Pattern.compile("\\p{L}");
    private static final Pattern ENTITY = Pattern.compile("&(?:[a-z]+|#[0-9]+|#x[0-9a-f]+);");

    /** Attributes that are read or heard. */
    private static final String SPOKEN = "title|alt|placeholder|label|aria-label|aria-description|aria-roledescription"
            + "|aria-valuetext|aria-placeholder";

    private static final Pattern SPOKEN_LITERAL = Pattern.compile("(?<![\\w:-])(?:" + SPOKEN + ")=\"([^\"]*)\"");
    private static final Pattern SPOKEN_EXPRESSION = Pattern.compile("th:(?:text|utext|" + SPOKEN + ")=\"([^\"]*)\"");
    private static final Pattern SUBMIT_VALUE =
            Pattern.compile("(?s)<input(?=[^>]*type=\"(?:submit|button|reset)\")[^>]*?(?<![\\w:-])value=\"([^\"]*)\"");
    private static final Pattern INLINED = Pattern.compile("(?s)\\[[\\[(].*?[\\])]]");

    private static final Pattern COMPARED = Pattern.compile("(?:[=!]=|\\beq\\b|\\bne\\b)\\s*'[^']*'");
    private static final Pattern LOOKED_UP =
            Pattern.compile("#messages\\.\\w+\\((?:[^()]|\\([^()]*\\))*\\)|#\\{\\$\\{[^}]*}");
    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");

    private static final Pattern KEY = Pattern.compile("#\\{([A-Za-z0-9_.-]+)");
    private static final Pattern LOOKED_UP_KEY =
            Pattern.compile("(?:#messages\\.msg\\w*\\(|#\\{\\$\\{)\\s*'([^']+)'\\s*(\\+?)");

    /** Words that do not come from the messages. */
    List<String> literals() {
        String html = COMMENT.matcher(source).replaceAll("");
        Stream<String> between = Stream.of(TAG.split(html))
                .map(text -> INLINED.matcher(text).replaceAll(""))
                .map(text -> ENTITY.matcher(text).replaceAll("").strip());
        Stream<String> attributes = Stream.of(SPOKEN_LITERAL, SUBMIT_VALUE)
                .flatMap(pattern -> pattern.matcher(html).results())
                .map(found -> found.group(1));
        Stream<String> expressions = Stream.concat(
                        SPOKEN_EXPRESSION.matcher(html).results().map(found -> found.group(1)),
                        INLINED.matcher(html).results().map(MatchResult::group))
                .map(text ->
                        LOOKED_UP.matcher(COMPARED.matcher(text).replaceAll("")).replaceAll(""))
                .flatMap(text -> QUOTED.matcher(text).results())
                .map(found -> found.group(1));
        return Stream.of(between, attributes, expressions)
                .flatMap(texts -> texts)
                .filter(text -> LETTER.matcher(text).find())
                .toList();
    }

    /** The messages that it asks for by their whole key. */
    Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        KEY.matcher(source).results().forEach(found -> keys.add(found.group(1)));
        lookedUp("").forEach(keys::add);
        return keys;
    }

    /** The beginnings of keys whose end is known only when the page is shown. */
    Set<String> prefixes() {
        return new TreeSet<>(lookedUp("+").toList());
    }

    private Stream<String> lookedUp(String followedBy) {
        return LOOKED_UP_KEY
                .matcher(source)
                .results()
                .filter(found -> found.group(2).equals(followedBy))
                .map(found -> found.group(1));
    }
}
