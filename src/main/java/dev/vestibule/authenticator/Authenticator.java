package dev.vestibule.authenticator;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An authenticator app as people see it; its secret stays behind {@link Authenticators}.
 *
 * @param lastUsedAt when a code of it was last accepted, the one that confirmed it included
 * @param replaces the app of the same account that ends when this one is first used to sign in; null when none does
 */
public record Authenticator(
        UUID id,
        String name,
        Instant addedAt,
        @Nullable Instant lastUsedAt,
        @Nullable UUID replaces) {
    /** How many an account may have. */
    public static final int MAX = 5;

    /** In code points. */
    public static final int NAME_MAX_LENGTH = 100;
}
