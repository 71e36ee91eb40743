package dev.vestibule.login;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** A typed password, asked to renew that of a sign-in which is complete. */
final class PasswordReauthentication extends FactorAuthentication {
    PasswordReauthentication(Authentication signIn, @Nullable String typed) {
        super(signIn, typed);
    }
}
