package dev.vestibule.authenticator;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An authenticator app without its secret, which only {@link Authenticators} can read.
 *
 * @param lastUsedAt when a code of the app was last accepted, including the code that confirmed the app
 * @param replaces the app of the same account that is removed when this one is first used to sign in; null without one
 */
public record Authenticator(
        UUID id,
        String name,
        Instant addedAt,
        @Nullable Instant lastUsedAt,
        @Nullable UUID replaces) {
    /** The maximum number of apps of an account. */
    public static final int MAX = 5;

    /** In code points. */
    public static final int NAME_MAX_LENGTH = 100;
}
