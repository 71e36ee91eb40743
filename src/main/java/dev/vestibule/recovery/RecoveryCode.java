package dev.vestibule.recovery;

import dev.vestibule.encryption.EncryptionKeys;
import dev.vestibule.text.CrockfordText;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sixteen characters of Crockford's base 32, which leaves out easily confused letters: 80 bits, written in four groups
 * such as {@code 7ZK0-Q4NA-BM2X-93HD}.
 *
 * <p>The first group identifies a code within its set and is not secret; the other three, 60 bits, are. ASVS 5.0, 6.5.2
 * requires 20 bits; with 60 bits and a password hash, a stolen table reveals no code.
 *
 * @param characters without the dashes, in upper case
 */
public record RecoveryCode(String characters) {
    private static final int GROUP = 4;

    /**
     * Rejects a text that is not a code.
     *
     * @throws IllegalArgumentException when {@code characters} are not sixteen of the alphabet
     */
    public RecoveryCode {
        var unused = new CrockfordText(characters);
    }

    static RecoveryCode random(SecureRandom random) {
        return new RecoveryCode(CrockfordText.random(random).symbols());
    }

    /**
     * Derives a code from a seed; the same seed and number always give the same code.
     *
     * @param seed random and secret
     * @param number index of the code in its set
     */
    static RecoveryCode derived(EncryptionKeys keys, byte[] seed, int number) {
        byte[] message = ByteBuffer.allocate(seed.length + Integer.BYTES)
                .put(seed)
                .putInt(number)
                .array();
        return new RecoveryCode(
                CrockfordText.of(keys.mac("recovery code", message)).symbols());
    }

    /** Parses typed text, as {@link CrockfordText#parse} does; empty when it is not a code. */
    public static Optional<RecoveryCode> parse(@Nullable String typed) {
        return CrockfordText.parse(typed).map(text -> new RecoveryCode(text.symbols()));
    }

    /** The code in four groups, as pages show it. */
    public String text() {
        return new CrockfordText(characters).grouped();
    }

    String firstGroup() {
        return characters.substring(0, GROUP);
    }

    /** The part that is hashed. */
    String secret() {
        return characters.substring(GROUP);
    }

    @Override
    public String toString() {
        return "RecoveryCode[concealed]";
    }
}
