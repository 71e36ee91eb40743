package dev.vestibule.login;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.Authentication;

/** A factor as the user typed it, to be added to the sign-in of the session. */
public abstract class FactorAuthentication extends AbstractAuthenticationToken {
    private final Authentication signIn;
    private final transient @Nullable String typed;

    public FactorAuthentication(Authentication signIn, @Nullable String typed) {
        super(List.of());
        this.signIn = signIn;
        this.typed = typed;
    }

    /** The session's own: the form does not choose the account. */
    public Authentication signIn() {
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
