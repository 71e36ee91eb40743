package dev.vestibule.text;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sixteen random symbols that a user copies by hand: 80 bits in Crockford's base 32, which has no letters that look
 * like digits, shown in four groups.
 *
 * @param symbols without the dashes, in upper case
 */
public record CrockfordText(String symbols) {
    /** Crockford's alphabet, without I, L, O and U. */
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int LENGTH = 16;
    private static final int GROUP = 4;

    /** Bits of one symbol. */
    private static final int BITS = 5;

    private static final Pattern VALID = Pattern.compile("[" + ALPHABET + "]{" + LENGTH + "}");

    /** @throws IllegalArgumentException when {@code symbols} are not sixteen of the alphabet */
    public CrockfordText {
        if (!VALID.matcher(symbols).matches()) {
            throw new IllegalArgumentException("not sixteen symbols of Crockford's base 32");
        }
    }

    public static CrockfordText random(SecureRandom random) {
        StringBuilder symbols = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            symbols.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new CrockfordText(symbols.toString());
    }

    /**
     * Encodes bytes.
     *
     * @param bytes ten or more, of which the first ten are used
     */
    public static CrockfordText of(byte[] bytes) {
        StringBuilder symbols = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            int bit = i * BITS;
            int pair = (bytes[bit / 8] & 0xff) << 8 | (bit / 8 + 1 < bytes.length ? bytes[bit / 8 + 1] & 0xff : 0);
            symbols.append(ALPHABET.charAt(pair >> 16 - BITS - bit % 8 & ALPHABET.length() - 1));
        }
        return new CrockfordText(symbols.toString());
    }

    /**
     * Parses typed text in upper or lower case, with or without hyphens and spaces; O is read as 0, and I and L as 1.
     * Empty when the text is invalid.
     */
    public static Optional<CrockfordText> parse(@Nullable String typed) {
        return TypedText.code(typed)
                .map(text -> text.chars()
                        .map(CrockfordText::read)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString())
                .filter(symbols -> VALID.matcher(symbols).matches())
                .map(CrockfordText::new);
    }

    /** Written without String.toUpperCase, as a locale's or Unicode's upper case maps other letters to these. */
    private static int read(int typed) {
        int upper = typed >= 'a' && typed <= 'z' ? typed - 'a' + 'A' : typed;
        return switch (upper) {
            case 'O' -> '0';
            case 'I', 'L' -> '1';
            default -> upper;
        };
    }

    /** The text in four groups, as pages show it: {@code 7K2M-…}. */
    public String grouped() {
        StringBuilder groups = new StringBuilder(symbols);
        for (int i = LENGTH - GROUP; i > 0; i -= GROUP) {
            groups.insert(i, '-');
        }
        return groups.toString();
    }

    @Override
    public String toString() {
        return "CrockfordText[concealed]";
    }
}
