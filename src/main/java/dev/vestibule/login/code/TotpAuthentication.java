package dev.vestibule.login.code;

import dev.vestibule.login.FactorAuthentication;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** A code as an authenticator app shows it. */
final class TotpAuthentication extends FactorAuthentication {
    TotpAuthentication(Authentication signIn, @Nullable String typed) {
        super(signIn, typed);
    }
}
