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
import java.util.function.Supplier;
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
import org.springframework.util.function.SingletonSupplier;

/**
 * Checks the password, in the same time whether the account exists or not.
 *
 * <p>The result holds the account without the hash, and the password as a factor of the {@link Clock}'s time.
 */
@Component
class PasswordAuthenticationProvider extends DaoAuthenticationProvider {
    private final AccountPrincipalRepository principals;
    private final PasswordTries tries;
    private final PasswordEncoder encoder;
    private final Supplier<String> standIn;
    private final Clock clock;
    private final LoginEvents events;

    PasswordAuthenticationProvider(
            AccountPrincipalRepository principals,
            Passwords passwords,
            PasswordTries tries,
            PasswordEncoder encoder,
            Clock clock,
            LoginEvents events) {
        super(credentialsIn(principals, events));
        this.principals = principals;
        this.tries = tries;
        this.encoder = encoder;
        this.standIn = SingletonSupplier.of(() -> Objects.requireNonNull(encoder.encode("nobody's password")));
        this.clock = clock;
        this.events = events;
        setPasswordEncoder(encoder);
        setUserDetailsPasswordService(upgradeIn(passwords));
    }

    @Override
    public Authentication authenticate(Authentication asked) {
        Caller caller = attempt(asked).caller();
        Optional<Username> login = Username.parse(asked.getName());
        var reserved = tries.reserve(login, caller);
        if (reserved instanceof NetworkWaits waits) {
            events.passwordWaits(null);
            throw new NetworkWaitsException(waits.left());
        }
        if (!(reserved instanceof TryReservation reservation)) {
            waste(login, asked);
            throw new BadCredentialsException("the account waits");
        }
        // A fault cancels the reservation.
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
                login.flatMap(principals::byLogin)
                        .ifPresent(found ->
                                events.passwordsKeepFailing(found.principal().id()));
            }
            throw refusal;
        }
    }

    /** Takes as long as a check and has no result: an account that waits must not reveal whether the password was right. */
    private void waste(Optional<Username> login, Authentication asked) {
        UUID account = login.flatMap(principals::byLogin)
                .map(found -> found.principal().id())
                .orElse(null);
        encoder.matches(String.valueOf(asked.getCredentials()), standIn.get());
        events.passwordWaits(account);
    }

    private static UserDetailsService credentialsIn(AccountPrincipalRepository principals, LoginEvents events) {
        return typed -> {
            var found = Username.parse(typed).flatMap(principals::byLogin).orElse(null);
            if (found == null) {
                events.loginUnknown(typed);
            } else if (found.password() == null) {
                // No password matches an account that has none yet: it is refused like an unknown one.
                events.passwordRefused(found.principal().id(), AuditReason.NO_PASSWORD);
            } else {
                return new Credentials(found.principal(), found.password(), !found.disabled());
            }
            throw new UsernameNotFoundException("no such login, or no password yet");
        };
    }

    /** Checks the password of a disabled account too, so that the time is the same, and refuses a right one. */
    @Override
    protected void additionalAuthenticationChecks(UserDetails user, UsernamePasswordAuthenticationToken asked) {
        Credentials credentials = (Credentials) user;
        try {
            super.additionalAuthenticationChecks(user, asked);
        } catch (BadCredentialsException refusal) {
            events.passwordRefused(
                    credentials.principal().id(), credentials.enabled() ? AuditReason.WRONG : AuditReason.DISABLED);
            throw refusal;
        }
        if (!credentials.enabled()) {
            events.passwordRefused(credentials.principal().id(), AuditReason.DISABLED);
        } else if (attempt(asked).alone() && credentials.principal().mfa()) {
            refuseAlone(credentials.principal());
        }
    }

    /** Counts a right password that does not suffice as a wrong one; the caller cannot distinguish them. */
    private void refuseAlone(AccountPrincipal principal) {
        events.passwordRefused(principal.id(), principal.enrolmentDue() ? AuditReason.MFA_DUE : AuditReason.MFA_ON);
        throw new BadCredentialsException("a second factor is needed");
    }

    private static PasswordAttempt attempt(Authentication asked) {
        return (PasswordAttempt) Objects.requireNonNull(asked.getDetails());
    }

    private static UserDetailsPasswordService upgradeIn(Passwords passwords) {
        return (user, hash) -> {
            Credentials credentials = (Credentials) user;
            passwords.upgrade(credentials.principal().id(), credentials.hash(), Objects.requireNonNull(hash));
            return credentials;
        };
    }

    @Override
    protected Authentication createSuccessAuthentication(Object principal, Authentication asked, UserDetails user) {
        Authentication checked = super.createSuccessAuthentication(principal, asked, user);
        AccountPrincipal signedIn = ((Credentials) user).principal();
        var authentication = UsernamePasswordAuthenticationToken.authenticated(
                signedIn, null, List.of(Factors.granted(Factors.PASSWORD, clock.instant())));
        authentication.setDetails(attempt(checked).signIn());
        return authentication;
    }

    private record Credentials(AccountPrincipal principal, String hash, boolean enabled) implements UserDetails {
        @Override
        public String getUsername() {
            return principal.getUsername();
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
            return "Credentials[" + principal.id() + "]";
        }
    }
}
