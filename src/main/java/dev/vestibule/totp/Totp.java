package dev.vestibule.totp;

import dev.samstevens.totp.code.CodeGenerator;
import dev.samstevens.totp.code.DefaultCodeGenerator;
import dev.samstevens.totp.code.HashingAlgorithm;
import dev.samstevens.totp.exceptions.CodeGenerationException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.apache.commons.codec.binary.Base32;

/**
 * RFC 6238 with the values that every authenticator app supports: SHA-1, six digits, steps of 30 seconds from the
 * epoch.
 *
 * <p>A code is valid one step either side of the present one (RFC 6238, section 5.2): enough for a slow typist and a
 * clock that is half a minute off, without more guesses than necessary. {@link #matchingStep} returns <em>which</em>
 * step matched, so that the caller can refuse the code a second time.
 */
public final class Totp {
    /** RFC 6238, section 4.1; ASVS 5.0, 6.5.5 allows no longer validity of a code. */
    public static final Duration STEP = Duration.ofSeconds(30);

    /** Steps either side of the present whose codes are accepted (RFC 6238, section 5.2). */
    public static final int WINDOW = 1;

    private static final int DIGITS = 6;

    private final CodeGenerator generator;

    public Totp() {
        this(HashingAlgorithm.SHA1, DIGITS);
    }

    Totp(HashingAlgorithm algorithm, int digits) {
        this.generator = new DefaultCodeGenerator(algorithm, digits);
    }

    /** The number of whole steps between the epoch and {@code time}. */
    public static long stepAt(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), STEP.toSeconds());
    }

    /** The newest step within the window around {@code now} that has this code, or empty when there is none. */
    public OptionalLong matchingStep(TotpSecret secret, TotpCode code, Instant now) {
        long present = stepAt(now);
        OptionalLong match = OptionalLong.empty();
        // Every step is computed and compared in full, so that the time taken tells nothing about the code.
        for (long step = present - WINDOW; step <= present + WINDOW; step++) {
            if (sameDigits(codeAt(secret.bytes(), step), code.digits())) {
                match = OptionalLong.of(step);
            }
        }
        return match;
    }

    /** The code of one step. */
    public TotpCode code(TotpSecret secret, long step) {
        return new TotpCode(codeAt(secret.bytes(), step));
    }

    boolean isCode(TotpSecret secret, long step, TotpCode code) {
        return sameDigits(codeAt(secret.bytes(), step), code.digits());
    }

    String codeAt(byte[] key, long step) {
        try {
            return ascii(generator.generate(new Base32().encodeToString(key), step));
        } catch (CodeGenerationException e) {
            throw new IllegalStateException("this Java lacks HMAC", e);
        }
    }

    /** The library formats digits by the JVM's default locale. */
    private static String ascii(String digits) {
        return digits.codePoints()
                .map(digit -> '0' + Character.digit(digit, 10))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean sameDigits(String expected, String typed) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), typed.getBytes(StandardCharsets.US_ASCII));
    }
}
