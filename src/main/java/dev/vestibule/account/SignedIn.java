package dev.vestibule.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A completed sign-in: its time, and its factor besides the password. */
public record SignedIn(Instant at, Factor with) {
    static @Nullable SignedIn of(@Nullable Instant at, @Nullable Factor with) {
        return at == null || with == null ? null : new SignedIn(at, with);
    }
}
