package dev.vestibule.account;

import dev.vestibule.text.TypedText;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The name a person signs in with, in the one form in which it is stored and compared.
 *
 * <p>Variants in case, width or composition are one login, so that they are one account and one counter of failures.
 * A colon is refused because HTTP Basic (RFC 7617, section 2) and key URIs part fields by it.
 */
public record Username(String text) {
    /** In code points. */
    public static final int MAX_LENGTH = 64;

    /**
     * Takes the stored form.
     *
     * @throws IllegalArgumentException when {@code text} is not a normalised login
     */
    public Username {
        if (!isLogin(text) || !normalise(text).equals(text)) {
            throw new IllegalArgumentException("not a login in its stored form");
        }
    }

    /** The login that was typed, or empty when no account could have it. */
    public static Optional<Username> parse(@Nullable String typed) {
        // Twice, for the capital sharp s: its lower case is another letter's, which has a capital of its own.
        return TypedText.trimmed(typed)
                .map(text -> normalise(normalise(text)))
                // A letter that would still change has no single form to be stored in.
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
            // Half a surrogate pair is no character, and a format character is one that nobody sees.
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
