package dev.vestibule.encryption;

import org.jspecify.annotations.Nullable;

/**
 * A sealed thing does not open: its key is unknown or another one, it was altered, or it belongs to somebody else. Which
 * of the last three it was cannot be told.
 */
public class DecryptionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DecryptionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
