package dev.vestibule.encryption;

import java.util.Arrays;
import java.util.Objects;

/**
 * What {@link EncryptionKeys#seal} made, in the two columns a table keeps of it.
 *
 * @param keyId the key it was sealed with
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
