package dev.vestibule.login.code;

import dev.vestibule.account.Factor;
import dev.vestibule.authenticator.Acceptance;
import dev.vestibule.authenticator.Authenticators;
import dev.vestibule.authenticator.Replacement;
import dev.vestibule.event.AuditReason;
import dev.vestibule.login.LoginEvents;
import dev.vestibule.login.code.CodeRefusedException.Refusal;
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
    private final LoginEvents events;

    TotpAuthenticationProvider(
            CodeTries tries, Authenticators authenticators, Replacement replacement, Clock clock, LoginEvents events) {
        this.tries = tries;
        this.authenticators = authenticators;
        this.replacement = replacement;
        this.clock = clock;
        this.events = events;
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        TotpAuthentication asked = (TotpAuthentication) authentication;
        Authentication signIn = asked.signIn();
        if (!(signIn.getPrincipal() instanceof AccountPrincipal principal) || !Factors.has(signIn, Factors.PASSWORD)) {
            throw new InsufficientAuthenticationException("a code comes after a password");
        }
        TotpCode code = TotpCode.parse((String) asked.getCredentials()).orElseThrow(() -> malformed(principal));
        try (CodeTry tried = tries.reserve(principal.id()).orElseThrow(() -> waits(principal))) {
            return switch (accept(signIn, tried, code)) {
                case WRONG -> {
                    events.codeRefused(principal, AuditReason.WRONG, Factor.TOTP);
                    throw CodeRefusedException.wrong(tries.wrong(tried));
                }
                case USED -> throw refused(principal, Refusal.USED);
                case ACCEPTED -> {
                    tries.right(tried);
                    yield Factors.withCode(signIn, Factor.TOTP, clock.instant());
                }
            };
        }
    }

    /** A reauthentication confirms only that the user has an app: it deletes no other app. */
    private Acceptance accept(Authentication signIn, CodeTry tried, TotpCode code) {
        return SignInStage.of(signIn) == SignInStage.CODE
                ? replacement.acceptAtSignIn(tried, code)
                : authenticators.accept(tried, code);
    }

    private CodeRefusedException malformed(AccountPrincipal principal) {
        return tries.malformed(principal.id()) ? refused(principal, Refusal.FORMAT) : waits(principal);
    }

    private CodeRefusedException waits(AccountPrincipal principal) {
        events.codeWaits(principal);
        return new CodeRefusedException(Refusal.WAIT);
    }

    private CodeRefusedException refused(AccountPrincipal principal, Refusal refusal) {
        events.codeRefused(principal, refusal.reason(), Factor.TOTP);
        return new CodeRefusedException(refusal);
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return TotpAuthentication.class.isAssignableFrom(authentication);
    }
}
