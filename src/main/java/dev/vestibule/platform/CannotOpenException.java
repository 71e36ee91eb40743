package dev.vestibule.platform;

import org.jspecify.annotations.Nullable;

/**
 * A sealed thing does not open: its key is unknown or another one, it was altered, or it belongs to somebody else. Which
 * of the last three it was cannot be told.
 */
public class CannotOpenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CannotOpenException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
