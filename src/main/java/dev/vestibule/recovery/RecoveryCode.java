package dev.vestibule.recovery;

import dev.vestibule.encryption.EncryptionKeys;
import dev.vestibule.text.CrockfordText;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sixteen characters of Crockford's base 32, which leaves out the letters that are taken for others: 80 bits, written in
 * four groups such as {@code 7ZK0-Q4NA-BM2X-93HD}.
 *
 * <p>The first group says which code of a set it is and is no secret; the other three, 60 bits, are. That is far beyond
 * the 20 bits that ASVS 5.0, 6.5.2 wants, so a password hash keeps even a stolen table closed.
 *
 * @param characters without the dashes, in upper case
 */
public record RecoveryCode(String characters) {
    private static final int GROUP = 4;

    /**
     * Refuses what is no code.
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
     * The code that belongs to a seed, always the same for the same one.
     *
     * @param seed random and known to nobody else
     * @param number which code of the seed
     */
    static RecoveryCode derived(EncryptionKeys keys, byte[] seed, int number) {
        byte[] message = ByteBuffer.allocate(seed.length + Integer.BYTES)
                .put(seed)
                .putInt(number)
                .array();
        return new RecoveryCode(
                CrockfordText.of(keys.mac("recovery code", message)).symbols());
    }

    /** What was typed as a code, or empty when it is none; read as {@link CrockfordText#parse} does. */
    public static Optional<RecoveryCode> parse(@Nullable String typed) {
        return CrockfordText.parse(typed).map(text -> new RecoveryCode(text.symbols()));
    }

    /** As people read it, in four groups. */
    public String text() {
        return new CrockfordText(characters).grouped();
    }

    String firstGroup() {
        return characters.substring(0, GROUP);
    }

    /** What is hashed. */
    String secret() {
        return characters.substring(GROUP);
    }

    @Override
    public String toString() {
        return "RecoveryCode[concealed]";
    }
}
