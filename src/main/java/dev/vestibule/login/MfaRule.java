package dev.vestibule.login;

import dev.vestibule.principal.Factors;
import dev.vestibule.principal.SignInStage;
import java.util.List;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;
import org.springframework.security.authorization.FactorAuthorizationDecision;
import org.springframework.security.authorization.RequiredFactor;
import org.springframework.security.authorization.RequiredFactorError;

/**
 * Adds to every {@code authenticated()} and {@code hasRole(..)} that the sign-in is complete, as {@link SignInStage} says:
 * by the password, and for an account with MFA by a code or a trusted device as well.
 */
@Configuration(proxyBeanMethods = false)
public class MfaRule {
    private static final Set<SignInStage> WITHOUT_PASSWORD = Set.of(SignInStage.VISITOR, SignInStage.EXPIRED);

    /** Raw, because a factory typed {@code <Object>} would guard requests and silently leave method security unguarded. */
    @Bean
    @SuppressWarnings("rawtypes")
    static DefaultAuthorizationManagerFactory authorizationManagerFactory() {
        return MfaRule.<Object>rules();
    }

    /** The same for a rule to which a reauthentication is added. */
    static <T> DefaultAuthorizationManagerFactory<T> rules() {
        var factory = new DefaultAuthorizationManagerFactory<T>();
        factory.setAdditionalAuthorization(permit(Set.of(SignInStage.SIGNED_IN)));
        return factory;
    }

    /** Permits the pages of the steps after the password, which must not be too old. */
    public static <T> AuthorizationManager<T> passwordGiven() {
        return permit(
                Set.of(SignInStage.CODE, SignInStage.ENROLMENT_DUE, SignInStage.ENROLLING, SignInStage.SIGNED_IN));
    }

    /** Permits the wizard to a user who has to enrol and has entered the pass; the rule decides about every other user. */
    static <T> AuthorizationManager<T> enrollingOr(AuthorizationManager<T> rule) {
        return (signIn, object) -> SignInStage.of(signIn.get()) == SignInStage.ENROLLING
                ? new AuthorizationDecision(true)
                : rule.authorize(signIn, object);
    }

    private static <T> AuthorizationManager<T> permit(Set<SignInStage> stages) {
        return (signIn, object) -> {
            SignInStage stage = SignInStage.of(signIn.get());
            return stages.contains(stage) ? new AuthorizationDecision(true) : missing(stage);
        };
    }

    /** Names the missing factor, by which Spring Security finds the entry point. */
    private static AuthorizationResult missing(SignInStage stage) {
        var factor = RequiredFactor.withAuthority(WITHOUT_PASSWORD.contains(stage) ? Factors.PASSWORD : Factors.TOTP);
        return new FactorAuthorizationDecision(List.of(RequiredFactorError.createMissing(factor.build())));
    }
}
