package dev.vestibule.login.code;

import dev.vestibule.account.Factor;
import dev.vestibule.event.AuditReason;
import dev.vestibule.login.LoginEvents;
import dev.vestibule.login.code.CodeRefusedException.Refusal;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.Factors;
import dev.vestibule.recovery.RecoveryCode;
import dev.vestibule.recovery.RecoveryCodes;
import dev.vestibule.throttle.CodeTries;
import dev.vestibule.throttle.CodeTry;
import java.time.Clock;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Adds a recovery code as the second factor of the sign-in it completes: it counts as a code, and for as long.
 *
 * <p>Wrong ones count with those of the apps. One that was used before is a wrong one: with 60 bits no user enters one by
 * mistake, and a page that said so would tell an attacker that the list is real.
 */
@Component
class RecoveryCodeProvider implements AuthenticationProvider {
    private final CodeTries tries;
    private final RecoveryCodes codes;
    private final Clock clock;
    private final LoginEvents events;

    RecoveryCodeProvider(CodeTries tries, RecoveryCodes codes, Clock clock, LoginEvents events) {
        this.tries = tries;
        this.codes = codes;
        this.clock = clock;
        this.events = events;
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        RecoveryCodeAuthentication asked = (RecoveryCodeAuthentication) authentication;
        Authentication signIn = asked.signIn();
        if (!(signIn.getPrincipal() instanceof AccountPrincipal principal) || !Factors.has(signIn, Factors.PASSWORD)) {
            throw new InsufficientAuthenticationException("a code comes after a password");
        }
        RecoveryCode code = RecoveryCode.parse((String) asked.getCredentials()).orElseThrow(() -> malformed(principal));
        try (CodeTry tried = tries.reserve(principal.id()).orElseThrow(() -> waits(principal))) {
            if (!codes.accept(tried, code)) {
                events.codeRefused(principal, AuditReason.WRONG, Factor.RECOVERY_CODE);
                throw CodeRefusedException.wrong(tries.wrong(tried));
            }
            tries.right(tried);
        }
        return Factors.withCode(signIn, Factor.RECOVERY_CODE, clock.instant());
    }

    private CodeRefusedException malformed(AccountPrincipal principal) {
        if (!tries.malformed(principal.id())) {
            return waits(principal);
        }
        events.codeRefused(principal, AuditReason.FORMAT, Factor.RECOVERY_CODE);
        return new CodeRefusedException(Refusal.FORMAT);
    }

    private CodeRefusedException waits(AccountPrincipal principal) {
        events.codeWaits(principal);
        return new CodeRefusedException(Refusal.WAIT);
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return RecoveryCodeAuthentication.class.isAssignableFrom(authentication);
    }
}
