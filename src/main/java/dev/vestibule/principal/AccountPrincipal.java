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
 * The authenticated account, as the database has it at this request.
 *
 * @param company the name
 * @param timeZoneChosen false while {@code timeZone} is UTC because the user has not chosen one
 * @param mfaStatus whether the account has MFA, may sign in without it, or must enrol first
 * @param policy the company's policy
 * @param parameters the values in force at this request
 * @param device the trusted device whose cookie this browser sent and that is honoured; null without one
 */
public record AccountPrincipal(
        UUID id,
        String login,
        String name,
        String company,
        Role role,
        ZoneId timeZone,
        boolean timeZoneChosen,
        MfaStatus mfaStatus,
        Policy policy,
        int credentialVersion,
        ParameterValues parameters,
        @Nullable UUID device)
        implements UserDetails {

    /** The sign-in of this session; callers must not ask a principal without a session. */
    public static AccountPrincipal of(Authentication signIn) {
        return (AccountPrincipal) Objects.requireNonNull(signIn.getPrincipal());
    }

    /** Whether the account needs a second factor, enrolled or not. */
    public boolean mfa() {
        return mfaStatus.state() == State.READY || mfaStatus.due();
    }

    /** Whether the user must enrol before any other page can be used. */
    public boolean enrolmentDue() {
        return mfaStatus.due();
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
                mfaStatus,
                policy,
                credentialVersion,
                parameters,
                device);
    }

    /** The account's id, which stays when the username changes. */
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
