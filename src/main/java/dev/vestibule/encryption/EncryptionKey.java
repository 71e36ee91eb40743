package dev.vestibule.encryption;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One key of the deployment. The key itself is never used: a subkey for each purpose is derived from it by HKDF-Expand
 * (RFC
 * 5869, 2.3; the key is uniformly random, so the extraction may be skipped by 3.3).
 */
final class EncryptionKey {
    static final int BYTES = 32;
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;

    private static final String HMAC = "HmacSHA256";
    private static final byte FIRST_BLOCK = 1;

    private final String id;
    private final SecretKeySpec root;
    private final SecretKeySpec encryption;

    EncryptionKey(String id, byte[] bytes) {
        this.id = id;
        this.root = new SecretKeySpec(bytes, HMAC);
        this.encryption = new SecretKeySpec(subkey("seal"), "AES");
    }

    String id() {
        return id;
    }

    byte[] encrypt(byte[] nonce, byte[] plaintext, byte[] associated) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, new GCMParameterSpec(8 * TAG_BYTES, nonce), associated)
                    .doFinal(plaintext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is missing from this Java", e);
        }
    }

    byte[] decrypt(byte[] encrypted, byte[] associated) throws GeneralSecurityException {
        return cipher(Cipher.DECRYPT_MODE, new GCMParameterSpec(8 * TAG_BYTES, encrypted, 0, NONCE_BYTES), associated)
                .doFinal(encrypted, NONCE_BYTES, encrypted.length - NONCE_BYTES);
    }

    byte[] mac(String purpose, byte[] message) {
        return hmac(new SecretKeySpec(subkey("mac:" + purpose), HMAC)).doFinal(message);
    }

    @Override
    public String toString() {
        return id;
    }

    private Cipher cipher(int mode, GCMParameterSpec parameters, byte[] associated) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, encryption, parameters);
        cipher.updateAAD(associated);
        return cipher;
    }

    private byte[] subkey(String purpose) {
        Mac expand = hmac(root);
        expand.update(("vestibule:" + purpose).getBytes(StandardCharsets.UTF_8));
        expand.update(FIRST_BLOCK);
        return expand.doFinal();
    }

    private static Mac hmac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is missing from this Java", e);
        }
    }
}
