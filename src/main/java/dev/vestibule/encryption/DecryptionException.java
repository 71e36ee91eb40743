package dev.vestibule.encryption;

import org.jspecify.annotations.Nullable;

/**
 * An encrypted value cannot be decrypted: its key is unknown or wrong, the value was altered, or it belongs to another
 * identity. The last three causes cannot be distinguished.
 */
public class DecryptionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DecryptionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
