package dev.vestibule.audit;

/**
 * Sanitises text from outside, so that it is one line of limited length wherever it is read later (ASVS 5.0, 16.4.1).
 */
final class StoredText {
    /** The length of the columns, in code points. */
    static final int MAX_LENGTH = 200;

    private static final int REPLACEMENT = 0xFFFD;

    private StoredText() {}

    static String of(String text) {
        return text.codePoints()
                .limit(MAX_LENGTH)
                .map(c -> isVisible(c) ? c : REPLACEMENT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
