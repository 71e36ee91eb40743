package dev.vestibule.principal;

import dev.vestibule.account.Factor;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.platform.ClockSkew;
import dev.vestibule.session.SignIn;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.stereotype.Component;

/** Derives the authentication of a request from the session's sign-in and the present state of its account. */
@Component
public class SignInAuthentications {
    private final Clock clock;

    SignInAuthentications(Clock clock) {
        this.clock = clock;
    }

    /** The factors of the sign-in that count now; none of a pending step that takes too long. */
    public Authentication of(AccountPrincipal principal, SignIn signIn) {
        var authentication =
                UsernamePasswordAuthenticationToken.authenticated(principal, null, authorities(principal, signIn));
        authentication.setDetails(signIn.details());
        SignInStage stage = SignInStage.of(authentication);
        boolean pending = stage == SignInStage.CODE || stage == SignInStage.ENROLMENT_DUE;
        return pending && isOver(principal, signIn) ? expired(authentication) : authentication;
    }

    /** The user is known, but the sign-in has no factor. */
    public static Authentication expired(Authentication pending) {
        var expired = UsernamePasswordAuthenticationToken.authenticated(AccountPrincipal.of(pending), null, List.of());
        expired.setDetails(pending.getDetails());
        return expired;
    }

    private static List<GrantedAuthority> authorities(AccountPrincipal principal, SignIn signIn) {
        List<GrantedAuthority> authorities = new ArrayList<>(principal.getAuthorities());
        if (signIn.password() == null) {
            return authorities;
        }
        authorities.add(Factors.granted(Factors.PASSWORD, signIn.password()));
        if (principal.enrolmentDue()) {
            // No other factor from before the reset counts.
            if (signIn.enrolmentPass() != null) {
                authorities.add(Factors.granted(Factors.ENROLMENT_PASS, signIn.enrolmentPass()));
            }
            return authorities;
        }
        if (signIn.totp() != null) {
            authorities.add(Factors.granted(Factors.TOTP, signIn.totp()));
        }
        // Only where its token was used: a cookie that joins a session later would never be rotated, copied or not.
        if (principal.device() != null && signIn.details().with() == Factor.TRUSTED_DEVICE) {
            authorities.add(Factors.granted(Factors.TRUSTED_DEVICE, signIn.password()));
        }
        return authorities;
    }

    /** The time to enter a code or a pass runs from the password, however often that page is loaded. */
    private boolean isOver(AccountPrincipal principal, SignIn signIn) {
        Instant password = Objects.requireNonNull(signIn.password());
        Instant end = password.plus(principal.parameters().duration(Parameter.CHALLENGE_MINUTES));
        Instant now = clock.instant();
        return ClockSkew.isAhead(password, now) || !now.isBefore(end);
    }
}
