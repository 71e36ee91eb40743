package dev.vestibule.principal;

import dev.vestibule.account.Factor;
import dev.vestibule.session.SignInDetails;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;

/** The factors of a session as Spring Security's authorities. */
public final class Factors {
    public static final String PASSWORD = FactorGrantedAuthority.PASSWORD_AUTHORITY;

    /**
     * A code: of an app, or a recovery code, which counts as one wherever one is asked for, and as long. Which of them it
     * was stands in the session's {@link SignInDetails}.
     */
    public static final String TOTP = "FACTOR_TOTP";

    public static final String TRUSTED_DEVICE = "FACTOR_TRUSTED_DEVICE";

    /** No second factor: it opens the wizard, which makes one. */
    public static final String ENROLMENT_PASS = "FACTOR_ENROLMENT_PASS";

    private Factors() {}

    public static FactorGrantedAuthority granted(String factor, Instant at) {
        return FactorGrantedAuthority.withAuthority(factor).issuedAt(at).build();
    }

    /** Adds a factor in place of an older one: authorisation looks at the first it finds. */
    public static void renew(Collection<GrantedAuthority> authorities, String factor, Instant at) {
        authorities.removeIf(authority -> factor.equals(authority.getAuthority()));
        authorities.add(granted(factor, at));
    }

    /** A sign-in to which a code is added, of this kind. */
    public static Authentication withCode(Authentication signIn, Factor kind, Instant at) {
        SignInDetails opening = (SignInDetails) Objects.requireNonNull(signIn.getDetails());
        return signIn.toBuilder()
                .authorities(granted -> renew(granted, TOTP, at))
                .details(opening.with(kind))
                .build();
    }

    /** The wizard is finished: the app's code takes the place of the pass that opened it. */
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

    /** What a complete sign-in rests on besides the password. */
    public static Factor second(Authentication authentication) {
        if (has(authentication, TOTP)) {
            boolean recovered = authentication.getDetails() instanceof SignInDetails opening
                    && opening.with() == Factor.RECOVERY_CODE;
            return recovered ? Factor.RECOVERY_CODE : Factor.TOTP;
        }
        return has(authentication, TRUSTED_DEVICE) ? Factor.TRUSTED_DEVICE : Factor.PASSWORD;
    }
}
