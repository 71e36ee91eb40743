package dev.vestibule.login;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** Too many passwords failed from one network; which accounts they were for does not matter. */
public final class NetworkWaitsException extends AuthenticationException {
    private final Duration left;

    public NetworkWaitsException(Duration left) {
        super("too many failures from this network");
        this.left = left;
    }

    public Duration left() {
        return left;
    }
}
