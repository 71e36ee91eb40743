package dev.vestibule.login;

import dev.vestibule.account.Passwords;
import dev.vestibule.account.Username;
import dev.vestibule.event.AuditReason;
import dev.vestibule.password.HashingLanes;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.AccountPrincipalRepository;
import dev.vestibule.principal.Factors;
import dev.vestibule.throttle.Caller;
import dev.vestibule.throttle.PasswordTries;
import dev.vestibule.throttle.PasswordTries.NetworkWaits;
import dev.vestibule.throttle.TryReservation;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsPasswordService;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Checks the password, and takes the same time whether there is such an account or not.
 *
 * <p>What leaves here is the person without the hash, with the password as a factor of the {@link Clock}'s time.
 */
@Component
class PasswordAuthenticationProvider extends DaoAuthenticationProvider {
    private final AccountPrincipalRepository people;
    private final PasswordTries tries;
    private final PasswordEncoder encoder;
    private final String standIn;
    private final Clock clock;
    private final LoginEvents trail;

    PasswordAuthenticationProvider(
            AccountPrincipalRepository people,
            Passwords passwords,
            PasswordTries tries,
            PasswordEncoder encoder,
            Clock clock,
            LoginEvents trail) {
        super(credentialsIn(people, trail));
        this.people = people;
        this.tries = tries;
        this.encoder = encoder;
        this.standIn = Objects.requireNonNull(encoder.encode("nobody's password"));
        this.clock = clock;
        this.trail = trail;
        setPasswordEncoder(encoder);
        setUserDetailsPasswordService(upgradeIn(passwords));
    }

    @Override
    public Authentication authenticate(Authentication asked) {
        Caller caller = knock(asked).caller();
        Optional<Username> login = Username.parse(asked.getName());
        var reserved = tries.reserve(login, caller);
        if (reserved instanceof NetworkWaits waits) {
            trail.passwordWaits(null);
            throw new NetworkWaitsException(waits.left());
        }
        if (!(reserved instanceof TryReservation reservation)) {
            waste(login, asked);
            throw new BadCredentialsException("the account waits");
        }
        // A fault gives it back.
        try (reservation) {
            return check(asked, login, reservation);
        }
    }

    private Authentication check(Authentication asked, Optional<Username> login, TryReservation reservation) {
        try {
            return reservation.isOfKnownBrowser()
                    ? HashingLanes.forKnownCaller(() -> super.authenticate(asked))
                    : super.authenticate(asked);
        } catch (InternalAuthenticationServiceException fault) {
            throw fault;
        } catch (AuthenticationException refusal) {
            if (reservation.fail()) {
                login.flatMap(people::byLogin)
                        .ifPresent(standing ->
                                trail.passwordsKeepFailing(standing.person().id()));
            }
            throw refusal;
        }
    }

    /** As long as a check, and nothing comes of it: who has to wait must not learn whether the password was right. */
    private void waste(Optional<Username> login, Authentication asked) {
        UUID account = login.flatMap(people::byLogin)
                .map(standing -> standing.person().id())
                .orElse(null);
        encoder.matches(String.valueOf(asked.getCredentials()), standIn);
        trail.passwordWaits(account);
    }

    private static UserDetailsService credentialsIn(AccountPrincipalRepository people, LoginEvents trail) {
        return typed -> {
            var standing = Username.parse(typed).flatMap(people::byLogin).orElse(null);
            if (standing == null) {
                trail.loginUnknown(typed);
            } else if (standing.password() == null) {
                // Nothing can match an account that has no password yet: it is as good as none.
                trail.passwordRefused(standing.person().id(), AuditReason.NO_PASSWORD);
            } else {
                return new Credentials(standing.person(), standing.password(), !standing.disabled());
            }
            throw new UsernameNotFoundException("no such login, or no password yet");
        };
    }

    /** Of a disabled account the password is looked at too, and it makes no difference. */
    @Override
    protected void additionalAuthenticationChecks(UserDetails user, UsernamePasswordAuthenticationToken asked) {
        Credentials credentials = (Credentials) user;
        try {
            super.additionalAuthenticationChecks(user, asked);
        } catch (BadCredentialsException refusal) {
            trail.passwordRefused(
                    credentials.person().id(), credentials.enabled() ? AuditReason.WRONG : AuditReason.DISABLED);
            throw refusal;
        }
        if (!credentials.enabled()) {
            trail.passwordRefused(credentials.person().id(), AuditReason.DISABLED);
        } else if (knock(asked).alone() && credentials.person().mfa()) {
            refuseAlone(credentials.person());
        }
    }

    /** The password was right and does not suffice: to who sent it that is the same as a wrong one, and counts as one. */
    private void refuseAlone(AccountPrincipal person) {
        trail.passwordRefused(person.id(), person.enrolmentDue() ? AuditReason.MFA_DUE : AuditReason.MFA_ON);
        throw new BadCredentialsException("a second factor is needed");
    }

    private static PasswordAttempt knock(Authentication asked) {
        return (PasswordAttempt) Objects.requireNonNull(asked.getDetails());
    }

    private static UserDetailsPasswordService upgradeIn(Passwords passwords) {
        return (user, hash) -> {
            Credentials credentials = (Credentials) user;
            passwords.upgrade(credentials.person().id(), credentials.hash(), Objects.requireNonNull(hash));
            return credentials;
        };
    }

    @Override
    protected Authentication createSuccessAuthentication(Object principal, Authentication asked, UserDetails user) {
        Authentication checked = super.createSuccessAuthentication(principal, asked, user);
        AccountPrincipal person = ((Credentials) user).person();
        var authentication = UsernamePasswordAuthenticationToken.authenticated(
                person, null, List.of(Factors.granted(Factors.PASSWORD, clock.instant())));
        authentication.setDetails(knock(checked).opening());
        return authentication;
    }

    private record Credentials(AccountPrincipal person, String hash, boolean enabled) implements UserDetails {
        @Override
        public String getUsername() {
            return person.getUsername();
        }

        @Override
        public @Nullable String getPassword() {
            return hash;
        }

        @Override
        public Collection<? extends GrantedAuthority> getAuthorities() {
            return List.of();
        }

        @Override
        public boolean isEnabled() {
            return enabled;
        }

        @Override
        public String toString() {
            return "Credentials[" + person.id() + "]";
        }
    }
}
