package dev.vestibule.testing;

import dev.vestibule.testing.TestBrowser.Page;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One-time links as an administrator's page shows them. */
public final class Links {
    private static final Pattern LINK = Pattern.compile("/set-password/[A-Za-z0-9_-]{43}");

    private Links() {}

    public static String in(Page page) {
        Matcher link = LINK.matcher(page.body());
        if (!link.find()) {
            throw new AssertionError("no link on " + page);
        }
        return link.group();
    }
}
