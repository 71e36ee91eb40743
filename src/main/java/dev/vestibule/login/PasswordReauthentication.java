package dev.vestibule.login;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** A password as the user typed it, to renew the password of a complete sign-in. */
final class PasswordReauthentication extends FactorAuthentication {
    PasswordReauthentication(Authentication signIn, @Nullable String typed) {
        super(signIn, typed);
    }
}
