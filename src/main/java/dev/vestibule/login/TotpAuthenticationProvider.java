package dev.vestibule.login;

import dev.vestibule.account.Factor;
import dev.vestibule.authenticator.Acceptance;
import dev.vestibule.authenticator.Authenticators;
import dev.vestibule.authenticator.Replacement;
import dev.vestibule.login.CodeRefusedException.Refusal;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.Factors;
import dev.vestibule.principal.SignInStage;
import dev.vestibule.throttle.CodeTries;
import dev.vestibule.throttle.CodeTry;
import dev.vestibule.totp.TotpCode;
import java.time.Clock;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Adds the code as a factor to the sign-in it completes.
 *
 * <p>It asks for the password once more, because the filter in front of it answers before any rule of authorisation is
 * looked at.
 */
@Component
class TotpAuthenticationProvider implements AuthenticationProvider {
    private final CodeTries tries;
    private final Authenticators authenticators;
    private final Replacement replacement;
    private final Clock clock;
    private final LoginEvents trail;

    TotpAuthenticationProvider(
            CodeTries tries, Authenticators authenticators, Replacement replacement, Clock clock, LoginEvents trail) {
        this.tries = tries;
        this.authenticators = authenticators;
        this.replacement = replacement;
        this.clock = clock;
        this.trail = trail;
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        TotpAuthentication asked = (TotpAuthentication) authentication;
        Authentication signIn = asked.signIn();
        if (!(signIn.getPrincipal() instanceof AccountPrincipal person) || !Factors.has(signIn, Factors.PASSWORD)) {
            throw new InsufficientAuthenticationException("a code comes after a password");
        }
        TotpCode code = TotpCode.parse((String) asked.getCredentials()).orElseThrow(() -> malformed(person));
        try (CodeTry tried = tries.reserve(person.id()).orElseThrow(() -> waits(person))) {
            return switch (accept(signIn, tried, code)) {
                case WRONG -> {
                    trail.codeRefused(person, Refusal.WRONG, Factor.TOTP);
                    throw CodeRefusedException.wrong(tries.wrong(tried));
                }
                case USED -> throw refused(person, Refusal.USED);
                case ACCEPTED -> {
                    tries.right(tried);
                    yield Factors.withCode(signIn, Factor.TOTP, clock.instant());
                }
            };
        }
    }

    /** A proof shows no more than that its owner has an app at hand: none ends by it. */
    private Acceptance accept(Authentication signIn, CodeTry tried, TotpCode code) {
        return SignInStage.of(signIn) == SignInStage.CODE
                ? replacement.acceptAtSignIn(tried, code)
                : authenticators.accept(tried, code);
    }

    private CodeRefusedException malformed(AccountPrincipal person) {
        return tries.malformed(person.id()) ? refused(person, Refusal.FORMAT) : waits(person);
    }

    private CodeRefusedException waits(AccountPrincipal person) {
        trail.codeWaits(person);
        return new CodeRefusedException(Refusal.WAIT);
    }

    private CodeRefusedException refused(AccountPrincipal person, Refusal refusal) {
        trail.codeRefused(person, refusal, Factor.TOTP);
        return new CodeRefusedException(refusal);
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return TotpAuthentication.class.isAssignableFrom(authentication);
    }
}
