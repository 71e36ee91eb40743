package dev.vestibule.notice;

import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The notices of a home page, as their reader sees them. */
record TestNotices(List<String> titles, List<String> texts, List<String> notMe) {
    private static final Pattern SECTION = Pattern.compile("(?s)aria-labelledby=\"notices\".*?</section>");
    private static final Pattern ROW = Pattern.compile("(?s)<li>.*?</li>");
    private static final Pattern TITLE = Pattern.compile("<strong>([^<]*)</strong>");
    private static final Pattern NOT_ME = Pattern.compile("/notices/[0-9]+/not-me");

    static TestNotices of(TestBrowser browser) {
        return of(browser.get("/"));
    }

    static TestNotices of(Page home) {
        if (home.status() != 200) {
            throw new AssertionError("no home page: " + home);
        }
        String section = String.join("", all(SECTION, home.body(), 0));
        return new TestNotices(
                all(TITLE, section, 1),
                all(ROW, section, 0).stream()
                        .map(row -> row.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " "))
                        .toList(),
                all(NOT_ME, section, 0));
    }

    private static List<String> all(Pattern pattern, String text, int group) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(group))
                .toList();
    }
}
