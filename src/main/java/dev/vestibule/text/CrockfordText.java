package dev.vestibule.text;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sixteen random symbols that a person reads from one place and types in another: 80 bits in Crockford's base 32, which
 * has no letters that are taken for digits, shown in four groups.
 *
 * @param symbols without the dashes, in upper case
 */
public record CrockfordText(String symbols) {
    /** Crockford's: without I, L, O and U. */
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int LENGTH = 16;
    private static final int GROUP = 4;

    /** That a symbol stands for. */
    private static final int BITS = 5;

    private static final Pattern VALID = Pattern.compile("[" + ALPHABET + "]{" + LENGTH + "}");

    /** @throws IllegalArgumentException when {@code symbols} are no such text */
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

    /** The text that these bits spell. @param bytes ten or more, of which the first ten count */
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
     * The text that was typed, in upper or lower case, with or without hyphens and spaces; O is read as 0, and I and L as
     * 1. Empty when it is none.
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

    /** By hand, as a locale's or Unicode's idea of upper case turns other letters into these. */
    private static int read(int typed) {
        int upper = typed >= 'a' && typed <= 'z' ? typed - 'a' + 'A' : typed;
        return switch (upper) {
            case 'O' -> '0';
            case 'I', 'L' -> '1';
            default -> upper;
        };
    }

    /** As people are shown it: {@code 7K2M-…}. */
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
