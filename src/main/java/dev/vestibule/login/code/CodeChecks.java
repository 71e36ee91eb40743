package dev.vestibule.login.code;

import dev.vestibule.account.Factor;
import dev.vestibule.event.AuditReason;
import dev.vestibule.login.LoginEvents;
import dev.vestibule.login.code.CodeRefusedException.Refusal;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.Factors;
import dev.vestibule.throttle.CodeTries;
import dev.vestibule.throttle.CodeTry;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** The part of the check that every kind of code has: the password before it, the counted try, and the refusals. */
@Component
class CodeChecks {
    private final CodeTries tries;
    private final LoginEvents events;

    CodeChecks(CodeTries tries, LoginEvents events) {
        this.tries = tries;
        this.events = events;
    }

    /**
     * The account of a sign-in that has the password. The filters in front of the providers answer before any
     * authorization rule is evaluated, so the providers ask.
     */
    static AccountPrincipal withPassword(Authentication signIn) {
        if (!(signIn.getPrincipal() instanceof AccountPrincipal principal) || !Factors.has(signIn, Factors.PASSWORD)) {
            throw new InsufficientAuthenticationException("a code comes after a password");
        }
        return principal;
    }

    /** @throws CodeRefusedException when codes of the account have to wait */
    CodeTry reserve(AccountPrincipal principal) {
        return tries.reserve(principal.id()).orElseThrow(() -> waits(principal));
    }

    /** The code was right: the failures before it no longer count. */
    void right(CodeTry tried) {
        tries.right(tried);
    }

    /** The code was wrong, which counts as a failure. */
    CodeRefusedException wrong(AccountPrincipal principal, CodeTry tried, Factor kind) {
        events.codeRefused(principal, AuditReason.WRONG, kind);
        return CodeRefusedException.wrong(tries.wrong(tried));
    }

    /** The input cannot be a code, which is no guess but is counted apart. */
    CodeRefusedException malformed(AccountPrincipal principal, Factor kind) {
        return tries.malformed(principal.id()) ? refused(principal, Refusal.FORMAT, kind) : waits(principal);
    }

    CodeRefusedException refused(AccountPrincipal principal, Refusal refusal, Factor kind) {
        events.codeRefused(principal, refusal.reason(), kind);
        return new CodeRefusedException(refusal);
    }

    private CodeRefusedException waits(AccountPrincipal principal) {
        events.codeWaits(principal);
        return new CodeRefusedException(Refusal.WAIT);
    }
}
