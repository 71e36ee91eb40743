package dev.vestibule.reauthentication;

import dev.vestibule.parameter.Parameter;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.Factors;
import java.time.Duration;
import java.util.List;
import org.springframework.security.authorization.RequiredFactor;

/**
 * How recently a signed-in user must have entered the password and a code. A trusted device does not count: it says which
 * browser this is, not who uses it.
 *
 * <p>The times are the parameters of the user's own request, so a changed parameter applies at once.
 */
enum RequiredReauthentication {
    /** The password and, with MFA, a code (ASVS 5.0, 7.5.1). */
    FRESH {
        @Override
        List<RequiredFactor> of(AccountPrincipal principal) {
            Duration age = principal.parameters().duration(Parameter.FRESH_MINUTES);
            return principal.mfa() ? List.of(password(age), code(age)) : List.of(password(age));
        }
    },
    /** As {@link #FRESH}, for a form that asks for the password itself: only the code is missing. */
    FRESH_CODE {
        @Override
        List<RequiredFactor> of(AccountPrincipal principal) {
            return principal.mfa()
                    ? List.of(code(principal.parameters().duration(Parameter.FRESH_MINUTES)))
                    : List.of();
        }
    },
    /** One factor, the stronger one that the user has; it authorizes the administrator's pages for a longer time. */
    ELEVATED {
        @Override
        List<RequiredFactor> of(AccountPrincipal principal) {
            Duration age = principal.parameters().duration(Parameter.ELEVATED_MINUTES);
            return List.of(principal.mfa() ? code(age) : password(age));
        }
    };

    /** The factors required of this user; a factor as old as its duration is too old. */
    abstract List<RequiredFactor> of(AccountPrincipal principal);

    private static RequiredFactor password(Duration age) {
        return factor(Factors.PASSWORD, age);
    }

    /** The only definition of a code: one of an app and a recovery code count alike. */
    private static RequiredFactor code(Duration age) {
        return factor(Factors.TOTP, age);
    }

    private static RequiredFactor factor(String authority, Duration age) {
        return RequiredFactor.withAuthority(authority).validDuration(age).build();
    }
}
