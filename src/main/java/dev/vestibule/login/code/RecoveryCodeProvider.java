package dev.vestibule.login.code;

import dev.vestibule.account.Factor;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.Factors;
import dev.vestibule.recovery.RecoveryCode;
import dev.vestibule.recovery.RecoveryCodes;
import dev.vestibule.throttle.CodeTry;
import java.time.Clock;
import org.springframework.security.authentication.AuthenticationProvider;
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
    private final CodeChecks checks;
    private final RecoveryCodes codes;
    private final Clock clock;

    RecoveryCodeProvider(CodeChecks checks, RecoveryCodes codes, Clock clock) {
        this.checks = checks;
        this.codes = codes;
        this.clock = clock;
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        RecoveryCodeAuthentication asked = (RecoveryCodeAuthentication) authentication;
        AccountPrincipal principal = CodeChecks.withPassword(asked.signIn());
        RecoveryCode code = RecoveryCode.parse((String) asked.getCredentials())
                .orElseThrow(() -> checks.malformed(principal, Factor.RECOVERY_CODE));
        try (CodeTry tried = checks.reserve(principal)) {
            if (!codes.accept(tried, code)) {
                throw checks.wrong(principal, tried, Factor.RECOVERY_CODE);
            }
            checks.right(tried);
        }
        return Factors.withCode(asked.signIn(), Factor.RECOVERY_CODE, clock.instant());
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return RecoveryCodeAuthentication.class.isAssignableFrom(authentication);
    }
}
