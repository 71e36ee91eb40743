package dev.vestibule.principal;

import dev.vestibule.account.Factor;
import dev.vestibule.session.SignInDetails;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;

/** The factors of a session as Spring Security's authorities. */
public final class Factors {
    public static final String PASSWORD = FactorGrantedAuthority.PASSWORD_AUTHORITY;

    /**
     * A code of an app or a recovery code. Both count alike wherever a code is required, and for the same time. The
     * session's {@link SignInDetails} tell which one the user entered.
     */
    public static final String TOTP = "FACTOR_TOTP";

    public static final String TRUSTED_DEVICE = "FACTOR_TRUSTED_DEVICE";

    /** No second factor: it allows only the wizard, which enrols one. */
    public static final String ENROLMENT_PASS = "FACTOR_ENROLMENT_PASS";

    private Factors() {}

    public static FactorGrantedAuthority granted(String factor, Instant at) {
        return FactorGrantedAuthority.withAuthority(factor).issuedAt(at).build();
    }

    /** Adds a factor and removes an older one of the same kind: authorization reads the first that it finds. */
    public static void renew(Collection<GrantedAuthority> authorities, String factor, Instant at) {
        authorities.removeIf(authority -> factor.equals(authority.getAuthority()));
        authorities.add(granted(factor, at));
    }

    /** Adds a code of this kind to a sign-in. */
    public static Authentication withCode(Authentication signIn, Factor kind, Instant at) {
        return signIn.toBuilder()
                .authorities(granted -> renew(granted, TOTP, at))
                .details(SignInDetails.of(signIn).with(kind))
                .build();
    }

    /** Replaces the enrolment pass by the app's code when the wizard is finished. */
    public static void enrolled(Collection<GrantedAuthority> authorities, Instant at) {
        authorities.removeIf(authority -> ENROLMENT_PASS.equals(authority.getAuthority()));
        renew(authorities, TOTP, at);
    }

    public static Optional<Instant> issuedAt(Authentication authentication, String factor) {
        return authentication.getAuthorities().stream()
                .filter(authority -> factor.equals(authority.getAuthority()))
                .filter(FactorGrantedAuthority.class::isInstance)
                .map(authority -> ((FactorGrantedAuthority) authority).getIssuedAt())
                .findFirst();
    }

    public static boolean has(Authentication authentication, String factor) {
        return issuedAt(authentication, factor).isPresent();
    }

    /** The factor besides the password that a complete sign-in rests on. */
    public static Factor second(Authentication authentication) {
        if (has(authentication, TOTP)) {
            boolean recovered = authentication.getDetails() instanceof SignInDetails details
                    && details.with() == Factor.RECOVERY_CODE;
            return recovered ? Factor.RECOVERY_CODE : Factor.TOTP;
        }
        return has(authentication, TRUSTED_DEVICE) ? Factor.TRUSTED_DEVICE : Factor.PASSWORD;
    }
}
