package dev.vestibule.encryption;

import dev.vestibule.startup.StartException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.List;

/**
 * The deployment's keys, which are not in the database, so that a stolen backup of it opens nothing (ASVS 5.0, 13.3.1).
 * The first seals; all of them open, so a key is replaced by putting a new one in front and sealing anew what {@link
 * #isCurrent} says is old (ASVS 5.0, 11.2.2).
 */
public final class EncryptionKeys {
    private final List<EncryptionKey> keys;
    private final SecureRandom random;

    private EncryptionKeys(List<EncryptionKey> keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
    }

    /**
     * Reads the form {@code k2:BASE64,k1:BASE64} of the setting {@code vestibule.encryption.keys}.
     *
     * @throws StartException when the text is malformed; the message never holds key material
     */
    public static EncryptionKeys parse(String text, SecureRandom random) {
        return parse(text, "vestibule.encryption.keys", random);
    }

    static EncryptionKeys parse(String text, String source, SecureRandom random) {
        return new EncryptionKeys(new EncryptionKeyText(source).parse(text), random);
    }

    /**
     * Seals with AES-256-GCM and a random 96-bit nonce (NIST SP 800-38D, 8.2.2, which allows a key 2^32 of them).
     *
     * @param identity where the box belongs, for example {@code authenticator:17}; it opens nowhere else
     */
    public EncryptedValue seal(byte[] plaintext, String identity) {
        return seal(current(), plaintext, identity);
    }

    /**
     * Gives back what was sealed.
     *
     * @throws DecryptionException when the key is unknown or wrong, the box was altered, or the identity is another one
     */
    public byte[] open(EncryptedValue sealed, String identity) {
        EncryptionKey key = keys.stream()
                .filter(candidate -> candidate.id().equals(sealed.keyId()))
                .findFirst()
                .orElseThrow(() -> new DecryptionException("No encryption key has the id " + sealed.keyId(), null));
        byte[] box = sealed.box();
        if (box.length < EncryptionKey.NONCE_BYTES + EncryptionKey.TAG_BYTES) {
            throw new DecryptionException("Too short to have been sealed with the key " + key, null);
        }
        try {
            return key.decrypt(box, bytes(identity));
        } catch (GeneralSecurityException e) {
            throw new DecryptionException("Not sealed like this with the key " + key, e);
        }
    }

    /** Says whether the first key sealed it; what another one sealed is to be sealed anew when there is occasion. */
    public boolean isCurrent(EncryptedValue sealed) {
        return current().id().equals(sealed.keyId());
    }

    /**
     * Authenticates a message with HMAC-SHA-256 and a subkey of the first key.
     *
     * @param purpose what the message is, so that it passes for nothing else
     */
    public byte[] mac(String purpose, byte[] message) {
        return current().mac(purpose, message);
    }

    /**
     * Says whether one of the keys made this MAC for this purpose; takes as long whether it is nearly right or not
     * (ASVS 5.0, 11.2.4).
     */
    public boolean verifyMac(String purpose, byte[] message, byte[] mac) {
        boolean right = false;
        for (EncryptionKey key : keys) {
            right |= MessageDigest.isEqual(key.mac(purpose, message), mac);
        }
        return right;
    }

    List<String> ids() {
        return keys.stream().map(EncryptionKey::id).toList();
    }

    /** Seals with a key that need not be the first. */
    EncryptedValue sealWith(String keyId, byte[] plaintext, String identity) {
        EncryptionKey key = keys.stream()
                .filter(candidate -> candidate.id().equals(keyId))
                .findFirst()
                .orElseThrow();
        return seal(key, plaintext, identity);
    }

    @Override
    public String toString() {
        return "EncryptionKeys" + keys;
    }

    private EncryptedValue seal(EncryptionKey key, byte[] plaintext, String identity) {
        byte[] nonce = new byte[EncryptionKey.NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] ciphertext = key.encrypt(nonce, plaintext, bytes(identity));
        byte[] box = new byte[nonce.length + ciphertext.length];
        System.arraycopy(nonce, 0, box, 0, nonce.length);
        System.arraycopy(ciphertext, 0, box, nonce.length, ciphertext.length);
        return new EncryptedValue(key.id(), box);
    }

    private EncryptionKey current() {
        return keys.get(0);
    }

    private static byte[] bytes(String identity) {
        return identity.getBytes(StandardCharsets.UTF_8);
    }
}
