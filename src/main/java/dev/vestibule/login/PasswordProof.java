package dev.vestibule.login;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** A typed password, asked to renew that of a sign-in which is complete. */
final class PasswordProof extends FactorAuthentication {
    PasswordProof(Authentication signIn, @Nullable String typed) {
        super(signIn, typed);
    }
}
