package dev.vestibule.login;

import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.Factors;
import java.util.Objects;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Renews the password of a sign-in, which keeps its other factors.
 *
 * <p>The first step checks the password, throttled as at a sign-in. The credential version stays that of the session: if
 * the account's has changed meanwhile, the session ends.
 */
@Component
class PasswordReauthenticationProvider implements AuthenticationProvider {
    private final PasswordAuthenticationProvider passwords;

    PasswordReauthenticationProvider(PasswordAuthenticationProvider passwords) {
        this.passwords = passwords;
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        PasswordReauthentication asked = (PasswordReauthentication) authentication;
        Authentication signIn = asked.signIn();
        var form = UsernamePasswordAuthenticationToken.unauthenticated(
                AccountPrincipal.of(signIn).login(), asked.getCredentials());
        form.setDetails(asked.getDetails());
        Authentication checked = Objects.requireNonNull(passwords.authenticate(form), "it accepts or throws");
        var at = Factors.issuedAt(checked, Factors.PASSWORD).orElseThrow();
        return signIn.toBuilder()
                .authorities(granted -> Factors.renew(granted, Factors.PASSWORD, at))
                .details(signIn.getDetails())
                .build();
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return PasswordReauthentication.class.isAssignableFrom(authentication);
    }
}
