package dev.vestibule.login;

import dev.vestibule.event.AuditReason;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.AccountPrincipalRepository;
import dev.vestibule.trusteddevice.PresentedTokens;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;

/**
 * Authenticates requests without a session, as scripts send them: each request reads the account and applies the rules of
 * the sign-in, among them whether the password suffices.
 */
@Component
public class StatelessAuthentication {
    private final PasswordAuthenticationProvider passwords;
    private final AccountPrincipalRepository principals;
    private final PasswordAttempts attempts;

    StatelessAuthentication(
            PasswordAuthenticationProvider passwords,
            AccountPrincipalRepository principals,
            PasswordAttempts attempts) {
        this.passwords = passwords;
        this.principals = principals;
        this.attempts = attempts;
    }

    /**
     * The password step for an account that has no second one: a password that does not suffice by itself is refused, and
     * counted, like a wrong one.
     *
     * @return of a {@link AccountPrincipal}, with the password as its factor
     * @throws NetworkWaitsException when the password was not looked at
     * @throws AuthenticationException when the password was wrong, or looks like it; only the audit event has the reason
     */
    public Authentication byPassword(String login, String password, HttpServletRequest request) {
        var asked = UsernamePasswordAuthenticationToken.unauthenticated(login, password);
        asked.setDetails(attempts.stateless(request));
        try {
            return passwords.authenticate(asked);
        } catch (InternalAuthenticationServiceException fault) {
            throw fault.getCause() instanceof RuntimeException cause ? cause : fault;
        }
    }

    /**
     * The account of a credential other than a password.
     *
     * @param barred why the account cannot be authenticated at present; null when it can
     */
    public record Holder(
            AccountPrincipal principal, @Nullable AuditReason barred) {}

    /** The account as the database has it now; empty when it was deleted. */
    public Optional<Holder> holder(UUID account) {
        return principals
                .byId(account, PresentedTokens.none(), "")
                .map(found -> new Holder(found.principal(), barred(found)));
    }

    private static @Nullable AuditReason barred(AccountPrincipalRepository.Found found) {
        if (found.disabled()) {
            return AuditReason.DISABLED;
        }
        return found.principal().enrolmentDue() ? AuditReason.MFA_DUE : null;
    }
}
