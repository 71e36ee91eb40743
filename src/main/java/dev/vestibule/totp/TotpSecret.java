package dev.vestibule.totp;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.apache.commons.codec.binary.Base32;

/**
 * The key that an authenticator app and the server share.
 *
 * <p>160 bits, the length RFC 4226, section 4 (R6) recommends; in Base32 exactly 32 characters, without padding.
 */
public final class TotpSecret {
    private static final int BYTES = 20;

    private final byte[] key;

    private TotpSecret(byte[] key) {
        this.key = key;
    }

    /** A new secret from a cryptographically secure source. */
    public static TotpSecret random(SecureRandom random) {
        byte[] key = new byte[BYTES];
        random.nextBytes(key);
        return new TotpSecret(key);
    }

    /**
     * The secret with these stored {@link #bytes()}.
     *
     * @throws IllegalArgumentException when there are not 20 bytes
     */
    public static TotpSecret of(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("a TOTP secret has " + BYTES + " bytes");
        }
        return new TotpSecret(key.clone());
    }

    /** The raw key, to be encrypted before it is stored. */
    public byte[] bytes() {
        return key.clone();
    }

    /** The 32 Base32 characters that an app accepts. */
    public String base32() {
        return new Base32().encodeToString(key);
    }

    /** The Base32 characters in groups of four, for users who type them. */
    public String grouped() {
        return base32().replaceAll("(.{4})(?!$)", "$1 ");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TotpSecret that && MessageDigest.isEqual(key, that.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return "TotpSecret[concealed]";
    }
}
