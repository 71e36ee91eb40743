package dev.vestibule.password;

import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Limits concurrent hashing with {@link HashingLanes}. */
final class BoundedPasswordEncoder implements PasswordEncoder {
    private final PasswordEncoder encoder;
    private final HashingLanes lanes;

    BoundedPasswordEncoder(PasswordEncoder encoder, HashingLanes lanes) {
        this.encoder = encoder;
        this.lanes = lanes;
    }

    @Override
    public @Nullable String encode(@Nullable CharSequence password) {
        return lanes.inTurn(() -> encoder.encode(password));
    }

    @Override
    public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
        return Boolean.TRUE.equals(lanes.inTurn(() -> encoder.matches(password, hash)));
    }

    @Override
    public boolean upgradeEncoding(@Nullable String hash) {
        return encoder.upgradeEncoding(hash);
    }
}
