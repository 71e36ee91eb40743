package dev.vestibule.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A sign-in that went all the way: when, and what it rested on besides the password. */
public record SignedIn(Instant at, Factor with) {
    static @Nullable SignedIn of(@Nullable Instant at, @Nullable Factor with) {
        return at == null || with == null ? null : new SignedIn(at, with);
    }
}
