package dev.vestibule.apikey;

import dev.vestibule.encryption.Token;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The text of a key: {@code vst_}, 43 characters of base 62 for 256 random bits, and 6 for their CRC-32.
 *
 * <p>The beginning is for scanners that look for keys in repositories, and the checksum tells a mistyped or made-up key
 * without a query. The checksum protects nothing: any client can compute it.
 */
public record KeyText(String text) {
    private static final String PREFIX = "vst_";
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /** 256 bits; ASVS 5.0, 7.2.3 asks for 128. */
    private static final int BYTES = 32;

    /** The least that hold 256 bits, as 62^43 exceeds 2^256. */
    private static final int RANDOM_LENGTH = 43;

    private static final int CHECKSUM_LENGTH = 6;

    private static final Pattern FORM =
            Pattern.compile(PREFIX + "[0-9A-Za-z]{" + (RANDOM_LENGTH + CHECKSUM_LENGTH) + "}");

    /** @throws IllegalArgumentException when {@code text} has another form, or the checksum is another's */
    public KeyText {
        if (!isWhole(text)) {
            throw new IllegalArgumentException("not an API key");
        }
    }

    static KeyText random(SecureRandom random) {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        return of(bits);
    }

    static KeyText of(byte[] bits) {
        String digits = digits(new BigInteger(1, bits), RANDOM_LENGTH);
        return new KeyText(PREFIX + digits + checksum(digits));
    }

    /** Parses a received key; empty when it has no valid form. */
    public static Optional<KeyText> parse(String sent) {
        return isWhole(sent) ? Optional.of(new KeyText(sent)) : Optional.empty();
    }

    private static boolean isWhole(String text) {
        if (!FORM.matcher(text).matches()) {
            return false;
        }
        int end = PREFIX.length() + RANDOM_LENGTH;
        return checksum(text.substring(PREFIX.length(), end)).equals(text.substring(end));
    }

    private static String checksum(String digits) {
        CRC32 crc = new CRC32();
        crc.update(digits.getBytes(StandardCharsets.US_ASCII));
        return digits(BigInteger.valueOf(crc.getValue()), CHECKSUM_LENGTH);
    }

    /** In base 62, the most significant first, with zeros in front. */
    private static String digits(BigInteger number, int length) {
        BigInteger base = BigInteger.valueOf(DIGITS.length());
        StringBuilder backwards = new StringBuilder(length);
        BigInteger rest = number;
        while (backwards.length() < length) {
            BigInteger[] parts = rest.divideAndRemainder(base);
            backwards.append(DIGITS.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        return backwards.reverse().toString();
    }

    byte[] hash() {
        return new Token(text).hash();
    }

    @Override
    public String toString() {
        return "KeyText[concealed]";
    }
}
