package dev.vestibule.text;

import java.text.Normalizer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Normalises codes and names from keyboards, chats and word processors. Input of more than {@value #MAX_LENGTH}
 * characters is ignored, so that the work is bounded.
 */
public final class TypedText {
    /** In characters (UTF-16 units): many times the longest code or username, with a mark at each of its letters. */
    private static final int MAX_LENGTH = 1_024;

    private TypedText() {}

    /**
     * A code without spaces, hyphens and invisible characters, NFKC-normalised, with the digits of all scripts as ASCII
     * digits; its letters keep their case.
     *
     * @return empty when the input is empty or too long
     */
    public static Optional<String> code(@Nullable String typed) {
        return bounded(typed)
                .map(text -> Normalizer.normalize(text, Normalizer.Form.NFKC)
                        .codePoints()
                        .filter(codePoint -> !isBlank(codePoint) && !isHyphen(codePoint) && !isKeycap(codePoint))
                        .map(TypedText::asciiDigit)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
    }

    /**
     * A name without the spaces and invisible characters around it.
     *
     * @return empty when the input is empty or too long
     */
    public static Optional<String> trimmed(@Nullable String typed) {
        return bounded(typed).map(TypedText::trim);
    }

    private static Optional<String> bounded(@Nullable String typed) {
        return Optional.ofNullable(typed).filter(text -> text.length() <= MAX_LENGTH);
    }

    private static String trim(String text) {
        int start = 0;
        while (start < text.length() && isBlank(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        int end = text.length();
        while (end > start && isBlank(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(int codePoint) {
        return isSpace(codePoint) || isInvisible(codePoint);
    }

    static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || codePoint == 0x85 // next line
                || codePoint == 0x2800; // blank Braille pattern
    }

    /** Unicode's Default_Ignorable_Code_Point, which Java's Character does not know. */
    static boolean isInvisible(int codePoint) {
        return Character.getType(codePoint) == Character.FORMAT
                || codePoint == 0x34F // combining grapheme joiner
                || codePoint == 0x115F // Hangul fillers
                || codePoint == 0x1160
                || codePoint == 0x3164
                || codePoint == 0xFFA0
                || codePoint == 0x17B4 // Khmer inherent vowels
                || codePoint == 0x17B5
                || codePoint >= 0x180B && codePoint <= 0x180F // Mongolian variation selectors
                || codePoint >= 0xFE00 && codePoint <= 0xFE0F // variation selectors
                || codePoint >= 0xE0100 && codePoint <= 0xE01EF;
    }

    private static boolean isHyphen(int codePoint) {
        return Character.getType(codePoint) == Character.DASH_PUNCTUATION
                || codePoint == 0x2D7 // modifier minus
                || codePoint == 0x2043 // hyphen bullet
                || codePoint == 0x2212 // minus
                || codePoint == 0x2796 // heavy minus
                || codePoint == 0x30FC; // the long vowel mark, on the hyphen's key of Japanese keyboards
    }

    /** The combining mark of keycap emoji, which chats add to a digit. */
    private static boolean isKeycap(int codePoint) {
        return codePoint == 0x20E3;
    }

    private static int asciiDigit(int codePoint) {
        return Character.isDigit(codePoint) ? '0' + Character.digit(codePoint, 10) : codePoint;
    }
}
