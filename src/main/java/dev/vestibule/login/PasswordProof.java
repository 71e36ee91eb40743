package dev.vestibule.login;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.Authentication;

/** A typed password, asked to renew that of a sign-in which is complete. */
final class PasswordProof extends AbstractAuthenticationToken {
    private final Authentication signIn;
    private final transient @Nullable String typed;

    PasswordProof(Authentication signIn, @Nullable String typed) {
        super(List.of());
        this.signIn = signIn;
        this.typed = typed;
    }

    /** The session's own: the form has no say in whose password it is. */
    Authentication signIn() {
        return signIn;
    }

    @Override
    public @Nullable Object getCredentials() {
        return typed;
    }

    @Override
    public @Nullable Object getPrincipal() {
        return signIn.getPrincipal();
    }
}
