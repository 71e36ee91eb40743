package dev.vestibule.encryption;

import java.util.Arrays;
import java.util.Objects;

/**
 * The result of {@link EncryptionKeys#encrypt}, in the two columns that a table stores.
 *
 * @param keyId the id of the key that encrypted the value
 * @param bytes nonce (12 bytes), ciphertext and tag (16 bytes)
 */
public record EncryptedValue(String keyId, byte[] bytes) {
    public EncryptedValue {
        Objects.requireNonNull(keyId);
        bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncryptedValue that && keyId.equals(that.keyId) && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * keyId.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "EncryptedValue[keyId=" + keyId + ", " + bytes.length + " bytes]";
    }
}
