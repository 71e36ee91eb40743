package dev.vestibule.login.code;

import dev.vestibule.account.Factor;
import dev.vestibule.authenticator.Authenticators;
import dev.vestibule.authenticator.CodePurpose;
import dev.vestibule.login.code.CodeRefusedException.Refusal;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.Factors;
import dev.vestibule.principal.SignInStage;
import dev.vestibule.throttle.CodeTry;
import dev.vestibule.totp.TotpCode;
import java.time.Clock;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** Adds the code as a factor to the sign-in that it completes. */
@Component
class TotpAuthenticationProvider implements AuthenticationProvider {
    private final CodeChecks checks;
    private final Authenticators authenticators;
    private final Clock clock;

    TotpAuthenticationProvider(CodeChecks checks, Authenticators authenticators, Clock clock) {
        this.checks = checks;
        this.authenticators = authenticators;
        this.clock = clock;
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        TotpAuthentication asked = (TotpAuthentication) authentication;
        Authentication signIn = asked.signIn();
        AccountPrincipal principal = CodeChecks.withPassword(signIn);
        TotpCode code = TotpCode.parse((String) asked.getCredentials())
                .orElseThrow(() -> checks.malformed(principal, Factor.TOTP));
        try (CodeTry tried = checks.reserve(principal)) {
            return switch (authenticators.acceptOnce(tried, code, purpose(signIn))) {
                case WRONG -> throw checks.wrong(principal, tried, Factor.TOTP);
                case USED -> throw checks.refused(principal, Refusal.USED, Factor.TOTP);
                case ACCEPTED -> {
                    checks.right(tried);
                    yield Factors.withCode(signIn, Factor.TOTP, clock.instant());
                }
            };
        }
    }

    private static CodePurpose purpose(Authentication signIn) {
        return SignInStage.of(signIn) == SignInStage.CODE ? CodePurpose.SIGN_IN : CodePurpose.CONFIRMATION;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return TotpAuthentication.class.isAssignableFrom(authentication);
    }
}
