package dev.vestibule.testing;

import dev.vestibule.testing.TestBrowser.Page;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.springframework.web.util.HtmlUtils;

/** A page as its user sees it: its title, its fields with their errors, its buttons. */
public record Html(String text) {
    private static final Pattern TITLE = Pattern.compile("<title>([^<]*)</title>");
    private static final Pattern FIELD = Pattern.compile("<(?:input|select)\\b[^>]*>");
    private static final Pattern MAIN = Pattern.compile("(?s)<main\\b.*</main>");

    public static Html of(Page page) {
        return new Html(page.body());
    }

    public String title() {
        return TITLE.matcher(text)
                .results()
                .map(title -> plain(title.group(1)))
                .findFirst()
                .orElse("");
    }

    /** The error of a field; empty unless the field is marked and tied to the message. */
    public Optional<String> error(String field) {
        String id = field + "-error";
        boolean tied = fields(field).stream()
                .anyMatch(tag -> "true".equals(attribute(tag, "aria-invalid").orElse(""))
                        && List.of(attribute(tag, "aria-describedby").orElse("").split(" "))
                                .contains(id));
        return tied ? element(id) : Optional.empty();
    }

    /** The value of a field. */
    public String value(String field) {
        return fields(field).stream()
                .map(tag -> attribute(tag, "value").orElse(""))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no field " + field + " in " + text));
    }

    /** The selected value of a list. */
    public String chosen(String field) {
        Pattern list = Pattern.compile("(?s)<select\\b[^>]*name=\"" + Pattern.quote(field) + "\".*?</select>");
        return list.matcher(text)
                .results()
                .flatMap(found -> Pattern.compile("<option\\b[^>]*>")
                        .matcher(found.group())
                        .results())
                .map(MatchResult::group)
                .filter(option -> option.contains("selected"))
                .map(option -> attribute(option, "value").orElse(""))
                .findFirst()
                .orElse("");
    }

    public boolean hasField(String field) {
        return !fields(field).isEmpty();
    }

    /** Whether the page has any button or link besides the frame's. */
    public boolean hasButton() {
        return MAIN.matcher(text).results().anyMatch(main -> main.group().contains("<button"));
    }

    /** Whether a form has this action. */
    public boolean hasForm(String action) {
        return Pattern.compile("<form\\b[^>]*action=\"" + Pattern.quote(action) + "\"")
                .matcher(text)
                .find();
    }

    /** The text of an element that contains no other of its kind. */
    public Optional<String> element(String id) {
        return Pattern.compile("(?s)<(\\w+)\\b[^>]*\\sid=\"" + Pattern.quote(id) + "\"[^>]*>(.*?)</\\1>")
                .matcher(text)
                .results()
                .map(element -> plain(element.group(2).replaceAll("<[^>]*>", "").replaceAll("\\s+", " "))
                        .strip())
                .findFirst();
    }

    private List<String> fields(String name) {
        return FIELD.matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(tag -> name.equals(attribute(tag, "name").orElse("")))
                .toList();
    }

    private static Optional<String> attribute(String tag, String name) {
        return Pattern.compile("\\s" + name + "=\"([^\"]*)\"")
                .matcher(tag)
                .results()
                .map(value -> plain(value.group(1)))
                .findFirst();
    }

    private static String plain(String escaped) {
        return HtmlUtils.htmlUnescape(escaped);
    }
}
