package dev.vestibule.login.code;

import dev.vestibule.account.Factor;
import dev.vestibule.authenticator.Acceptance;
import dev.vestibule.authenticator.Authenticators;
import dev.vestibule.authenticator.Replacement;
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
    private final Replacement replacement;
    private final Clock clock;

    TotpAuthenticationProvider(CodeChecks checks, Authenticators authenticators, Replacement replacement, Clock clock) {
        this.checks = checks;
        this.authenticators = authenticators;
        this.replacement = replacement;
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
            return switch (accept(signIn, tried, code)) {
                case WRONG -> throw checks.wrong(principal, tried, Factor.TOTP);
                case USED -> throw checks.refused(principal, Refusal.USED, Factor.TOTP);
                case ACCEPTED -> {
                    checks.right(tried);
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

    @Override
    public boolean supports(Class<?> authentication) {
        return TotpAuthentication.class.isAssignableFrom(authentication);
    }
}
