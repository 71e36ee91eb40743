package dev.vestibule.login;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.Authentication;

/** What was typed as a factor, asked to be added to a sign-in that the session has. */
public abstract class FactorAuthentication extends AbstractAuthenticationToken {
    private final Authentication signIn;
    private final transient @Nullable String typed;

    public FactorAuthentication(Authentication signIn, @Nullable String typed) {
        super(List.of());
        this.signIn = signIn;
        this.typed = typed;
    }

    /** The session's own: the form has no say in whose factor it is. */
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
