package dev.vestibule.login;

import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.Factors;
import dev.vestibule.principal.SignInStage;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authorization.AllRequiredFactorsAuthorizationManager;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.ConditionalAuthorizationManager;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;
import org.springframework.security.core.Authentication;

/**
 * What {@code authenticated()} and {@code hasRole(..)} mean in this house: a password, and for an account with MFA a code
 * or a trusted device as well.
 */
@Configuration(proxyBeanMethods = false)
public class MfaRule {
    /**
     * Raw, because a factory typed {@code <Object>} would guard requests and leave method security unguarded without a
     * word.
     */
    @Bean
    @SuppressWarnings("rawtypes")
    static DefaultAuthorizationManagerFactory authorizationManagerFactory() {
        return MfaRule.<Object>rules();
    }

    /** The same for a rule to which a reauthentication is added. */
    static <T> DefaultAuthorizationManagerFactory<T> rules() {
        var factory = new DefaultAuthorizationManagerFactory<T>();
        factory.setAdditionalAuthorization(signedIn());
        return factory;
    }

    static <T> AuthorizationManager<T> signedIn() {
        return ConditionalAuthorizationManager.<T>when(MfaRule::mfa)
                .whenTrue(AllRequiredFactorsAuthorizationManager.anyOf(
                        factors(Factors.PASSWORD, Factors.TOTP), factors(Factors.PASSWORD, Factors.TRUSTED_DEVICE)))
                .whenFalse(factors(Factors.PASSWORD))
                .build();
    }

    /** Permits the page that asks for the code: the sign-in needs a password that is not too old. */
    public static <T> AuthorizationManager<T> passwordGiven() {
        return factors(Factors.PASSWORD);
    }

    /** Permits the wizard to a user who has to enrol and has entered the pass; the rule decides about every other user. */
    static <T> AuthorizationManager<T> enrollingOr(AuthorizationManager<T> rule) {
        return ConditionalAuthorizationManager.<T>when(who -> SignInStage.of(who) == SignInStage.ENROLLING)
                .whenTrue(MfaRule.<T>passwordGiven())
                .whenFalse(rule)
                .build();
    }

    private static <T> AllRequiredFactorsAuthorizationManager<T> factors(String... authorities) {
        var required = AllRequiredFactorsAuthorizationManager.<T>builder();
        for (String authority : authorities) {
            required.requireFactor(factor -> factor.authority(authority));
        }
        return required.build();
    }

    private static boolean mfa(Authentication authentication) {
        return authentication.getPrincipal() instanceof AccountPrincipal principal && principal.mfa();
    }
}
