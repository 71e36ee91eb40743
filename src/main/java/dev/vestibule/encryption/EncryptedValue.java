package dev.vestibule.encryption;

import java.util.Arrays;
import java.util.Objects;

/**
 * The result of {@link EncryptionKeys#seal}, in the two columns that a table stores.
 *
 * @param keyId the id of the key that encrypted the value
 * @param box nonce (12 bytes), ciphertext and tag (16 bytes)
 */
public record EncryptedValue(String keyId, byte[] box) {
    public EncryptedValue {
        Objects.requireNonNull(keyId);
        box = box.clone();
    }

    @Override
    public byte[] box() {
        return box.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncryptedValue that && keyId.equals(that.keyId) && Arrays.equals(box, that.box);
    }

    @Override
    public int hashCode() {
        return 31 * keyId.hashCode() + Arrays.hashCode(box);
    }

    @Override
    public String toString() {
        return "Sealed[keyId=" + keyId + ", box=" + box.length + " bytes]";
    }
}
