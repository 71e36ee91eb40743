package dev.vestibule.account;

import dev.vestibule.text.TypedText;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The name with which a user signs in, in the form in which it is stored and compared.
 *
 * <p>Variants in case, width or composition are one username, so that they share one account and one counter of
 * failures. A colon is rejected because HTTP Basic (RFC 7617, section 2) and key URIs use it as a separator.
 */
public record Username(String text) {
    /** In code points. */
    public static final int MAX_LENGTH = 64;

    /**
     * Accepts only the stored form.
     *
     * @throws IllegalArgumentException when {@code text} is not a normalised username
     */
    public Username {
        if (!isLogin(text) || !normalise(text).equals(text)) {
            throw new IllegalArgumentException("not a login in its stored form");
        }
    }

    /** Parses a typed username; empty when no account could have it. */
    public static Optional<Username> parse(@Nullable String typed) {
        // Normalises twice because of the capital sharp s: its lower case is another letter, which has a capital of its
        // own.
        return TypedText.trimmed(typed)
                .map(text -> normalise(normalise(text)))
                // A letter that would still change has no single stored form.
                .filter(login -> isLogin(login) && normalise(login).equals(login))
                .map(Username::new);
    }

    private static String normalise(String text) {
        String compatible = Normalizer.normalize(text, Form.NFKC);
        String folded = compatible.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Form.NFKC);
    }

    private static boolean isLogin(String login) {
        int length = login.codePointCount(0, login.length());
        return length >= 1 && length <= MAX_LENGTH && login.codePoints().allMatch(Username::isAllowed);
    }

    private static boolean isAllowed(int codePoint) {
        return switch (Character.getType(codePoint)) {
            // Half a surrogate pair is not a character, and a format character is invisible.
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> false;
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> codePoint != ':';
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
