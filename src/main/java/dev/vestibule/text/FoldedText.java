package dev.vestibule.text;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;

/**
 * The form in which names and e-mail addresses are stored beside the original, for search and comparison. Variants in
 * case, width, composition and spacing, and those with invisible characters, are folded to one text, as they look
 * alike.
 *
 * <p>The database cannot do this, as its letters depend on its locale. Stored texts are in the form of the release that
 * wrote them, so a change here needs a migration that folds them again.
 */
public final class FoldedText {
    /**
     * In code points: many times the longest name, of which one character may become 18, and short enough for an index.
     */
    private static final int MAX_LENGTH = 500;

    /** In code points; the rest is ignored, so that the work is bounded. */
    private static final int MAX_READ = 1_024;

    private FoldedText() {}

    /**
     * The folded form: at most {@value #MAX_LENGTH} code points; empty when nothing is visible. Folding is idempotent.
     */
    public static String of(String text) {
        // Twice, for the capital sharp s: its lower case is another letter's, which has a capital of its own.
        return first(MAX_LENGTH, fold(fold(first(MAX_READ, text)))).strip();
    }

    private static String fold(String text) {
        String capitals = normalised(visible(normalised(text)).toUpperCase(Locale.ROOT));
        // Letter by letter: the lower case of a Greek sigma depends on the end of the word, and a search term ends
        // earlier.
        String small = capitals.codePoints()
                .map(Character::toLowerCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return normalised(small);
    }

    private static String normalised(String text) {
        return Normalizer.normalize(text, Form.NFKC);
    }

    /** The text without invisible characters and with single spaces, as pages show it. */
    private static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().filter(codePoint -> !TypedText.isInvisible(codePoint)).forEach(codePoint -> {
            if (!TypedText.isSpace(codePoint)) {
                visible.appendCodePoint(codePoint);
            } else if (!visible.isEmpty() && visible.charAt(visible.length() - 1) != ' ') {
                visible.append(' ');
            }
        });
        return visible.toString().strip();
    }

    private static String first(int codePoints, String text) {
        return text.codePointCount(0, text.length()) <= codePoints
                ? text
                : text.substring(0, text.offsetByCodePoints(0, codePoints));
    }
}
