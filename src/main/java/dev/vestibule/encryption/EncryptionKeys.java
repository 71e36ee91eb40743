package dev.vestibule.encryption;

import dev.vestibule.startup.StartException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.List;

/**
 * The deployment's keys, which are not in the database, so that a stolen backup decrypts nothing (ASVS 5.0, 13.3.1).
 * The first key encrypts and all of them decrypt. To replace a key, a new one is put in front, and values for which
 * {@link #isCurrent} is false are encrypted again (ASVS 5.0, 11.2.2).
 */
public final class EncryptionKeys {
    private final List<EncryptionKey> keys;
    private final SecureRandom random;

    private EncryptionKeys(List<EncryptionKey> keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
    }

    /**
     * Parses the format {@code k2:BASE64,k1:BASE64} of the setting {@code vestibule.encryption.keys}.
     *
     * @throws StartException when the text is malformed; the message never contains key material
     */
    public static EncryptionKeys parse(String text, SecureRandom random) {
        return parse(text, "vestibule.encryption.keys", random);
    }

    static EncryptionKeys parse(String text, String source, SecureRandom random) {
        return new EncryptionKeys(new EncryptionKeyText(source).parse(text), random);
    }

    /**
     * Encrypts with AES-256-GCM and a random 96-bit nonce (NIST SP 800-38D, 8.2.2, which allows 2^32 nonces per key).
     *
     * @param identity the owner of the value, for example {@code authenticator:17}; decryption with another identity
     *     fails
     */
    public EncryptedValue encrypt(byte[] plaintext, String identity) {
        return encrypt(current(), plaintext, identity);
    }

    /**
     * Decrypts a value.
     *
     * @throws DecryptionException when the key is unknown or wrong, the value was altered, or the identity is another
     *     one
     */
    public byte[] decrypt(EncryptedValue value, String identity) {
        EncryptionKey key = keys.stream()
                .filter(candidate -> candidate.id().equals(value.keyId()))
                .findFirst()
                .orElseThrow(() -> new DecryptionException("No encryption key has the id " + value.keyId(), null));
        byte[] bytes = value.bytes();
        if (bytes.length < EncryptionKey.NONCE_BYTES + EncryptionKey.TAG_BYTES) {
            throw new DecryptionException("Too short to have been encrypted with the key " + key, null);
        }
        try {
            return key.decrypt(bytes, bytes(identity));
        } catch (GeneralSecurityException e) {
            throw new DecryptionException("Not encrypted like this with the key " + key, e);
        }
    }

    /** Whether the first key encrypted the value; otherwise the caller should encrypt it again. */
    public boolean isCurrent(EncryptedValue value) {
        return current().id().equals(value.keyId());
    }

    /**
     * Authenticates a message with HMAC-SHA-256 and a subkey of the first key.
     *
     * @param purpose the kind of message, so that the MAC is not valid for another kind
     */
    public byte[] mac(String purpose, byte[] message) {
        return current().mac(purpose, message);
    }

    /**
     * Whether one of the keys created this MAC for this purpose; compared in constant time
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

    /** Encrypts with the named key, which need not be the first. */
    EncryptedValue encryptWith(String keyId, byte[] plaintext, String identity) {
        EncryptionKey key = keys.stream()
                .filter(candidate -> candidate.id().equals(keyId))
                .findFirst()
                .orElseThrow();
        return encrypt(key, plaintext, identity);
    }

    @Override
    public String toString() {
        return "EncryptionKeys" + keys;
    }

    private EncryptedValue encrypt(EncryptionKey key, byte[] plaintext, String identity) {
        byte[] nonce = new byte[EncryptionKey.NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] ciphertext = key.encrypt(nonce, plaintext, bytes(identity));
        byte[] encrypted = new byte[nonce.length + ciphertext.length];
        System.arraycopy(nonce, 0, encrypted, 0, nonce.length);
        System.arraycopy(ciphertext, 0, encrypted, nonce.length, ciphertext.length);
        return new EncryptedValue(key.id(), encrypted);
    }

    private EncryptionKey current() {
        return keys.get(0);
    }

    private static byte[] bytes(String identity) {
        return identity.getBytes(StandardCharsets.UTF_8);
    }
}
