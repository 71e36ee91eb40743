package dev.vestibule.login.code;

import dev.vestibule.login.FactorAuthentication;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** A recovery code, in place of a code from an app. */
final class RecoveryCodeAuthentication extends FactorAuthentication {
    RecoveryCodeAuthentication(Authentication signIn, @Nullable String typed) {
        super(signIn, typed);
    }
}
