package dev.vestibule.principal;

import dev.vestibule.account.Role;
import dev.vestibule.parameter.ParameterValues;
import dev.vestibule.policy.MfaStatus;
import dev.vestibule.policy.MfaStatus.State;
import dev.vestibule.policy.Policy;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * Who asks, as the account stands at this request.
 *
 * @param company the name
 * @param timeZoneChosen false while {@code timeZone} is UTC because the user has chosen none
 * @param standing whether it has MFA, may go without it, or must enrol first
 * @param policy of the company
 * @param parameters the values in force at this request
 * @param device the trusted device that this browser showed and that is honoured; null when there is none
 */
public record AccountPrincipal(
        UUID id,
        String login,
        String name,
        String company,
        Role role,
        ZoneId timeZone,
        boolean timeZoneChosen,
        MfaStatus standing,
        Policy policy,
        int credentialVersion,
        ParameterValues parameters,
        @Nullable UUID device)
        implements UserDetails {

    /** Whose sign-in this is; not to be asked of a visitor's. */
    public static AccountPrincipal of(Authentication signIn) {
        return (AccountPrincipal) Objects.requireNonNull(signIn.getPrincipal());
    }

    /** Whether it needs a second factor, also one that it has to enrol yet. */
    public boolean mfa() {
        return standing.state() == State.READY || standing.due();
    }

    /** Whether it has to enrol before anything else opens. */
    public boolean enrolmentDue() {
        return standing.due();
    }

    public boolean administrator() {
        return role == Role.ADMIN;
    }

    public AccountPrincipal at(int credentialVersion) {
        return new AccountPrincipal(
                id,
                login,
                name,
                company,
                role,
                timeZone,
                timeZoneChosen,
                standing,
                policy,
                credentialVersion,
                parameters,
                device);
    }

    /** The account's id, which outlives a changed login. */
    @Override
    public String getUsername() {
        return id.toString();
    }

    @Override
    public @Nullable String getPassword() {
        return null;
    }

    @Override
    public Collection<? extends GrantedAuthority> getAuthorities() {
        return List.of(new SimpleGrantedAuthority("ROLE_" + role));
    }
}
