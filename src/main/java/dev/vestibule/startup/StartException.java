package dev.vestibule.startup;

import org.jspecify.annotations.Nullable;

/**
 * Ends the start for a reason that an operator can fix. It is reported as plain sentences without a stack trace, so
 * neither text may hold a password, a key or any other secret.
 */
public class StartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String action;

    /**
     * @param description what is wrong, in whole sentences
     * @param action what the operator can do about it, in whole sentences
     */
    public StartException(String description, String action) {
        this(description, action, null);
    }

    /** As above, with the cause, which is shown only when debug logging is on. */
    public StartException(String description, String action, @Nullable Throwable cause) {
        super(description, cause);
        this.action = action;
    }

    public String action() {
        return action;
    }
}
