package dev.vestibule.login;

import dev.vestibule.account.Factor;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.Factors;
import dev.vestibule.session.SignInDetails;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Collection;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.stereotype.Component;

/**
 * Lets the session that made a change stay, under a new id, when that change ends all others.
 *
 * <p>Within the change's own transaction, or after it: the session is written in the transaction of the caller, if there
 * is one.
 */
@Component
public class SessionRenewal {
    private final SignInContextRepository contexts;
    private final SignInRecorder recorder;
    private final SignInCompletion completion;
    private final Clock clock;

    SessionRenewal(
            SignInContextRepository contexts, SignInRecorder recorder, SignInCompletion completion, Clock clock) {
        this.contexts = contexts;
        this.recorder = recorder;
        this.completion = completion;
        this.clock = clock;
    }

    /** A code was accepted outside the login's own step: it is this session's second factor from now on. */
    public void withTotp(int credentialVersion, HttpServletRequest request, HttpServletResponse response) {
        renew(
                credentialVersion,
                Factor.TOTP,
                granted -> Factors.renew(granted, Factors.TOTP, clock.instant()),
                request,
                response);
    }

    /** The pass of an account that was reset was used up: this session may finish the wizard. */
    public void withEnrolmentPass(HttpServletRequest request, HttpServletResponse response) {
        renew(
                AccountPrincipal.of(current(request)).credentialVersion(),
                null,
                granted -> Factors.renew(granted, Factors.ENROLMENT_PASS, clock.instant()),
                request,
                response);
    }

    /**
     * An account that was reset has enrolled an app, whose code is this session's second factor and completes its sign-in.
     *
     * @return the path of the requested page, else of the home page
     */
    public String enrolled(int credentialVersion, HttpServletRequest request, HttpServletResponse response) {
        Authentication enrolled =
                renewed(credentialVersion, Factor.TOTP, granted -> Factors.enrolled(granted, clock.instant()), request);
        return completion.nextPath(enrolled, request, response);
    }

    /** The password was typed once more. */
    public void withPassword(int credentialVersion, HttpServletRequest request, HttpServletResponse response) {
        renew(
                credentialVersion,
                null,
                granted -> Factors.renew(granted, Factors.PASSWORD, clock.instant()),
                request,
                response);
    }

    /** Keeps the session without renewing a factor. */
    public void stay(int credentialVersion, HttpServletRequest request, HttpServletResponse response) {
        renew(credentialVersion, null, granted -> {}, request, response);
    }

    private void renew(
            int credentialVersion,
            @Nullable Factor with,
            Consumer<Collection<GrantedAuthority>> factors,
            HttpServletRequest request,
            HttpServletResponse response) {
        recorder.renewed(renewed(credentialVersion, with, factors, request), request, response);
    }

    private Authentication renewed(
            int credentialVersion,
            @Nullable Factor with,
            Consumer<Collection<GrantedAuthority>> factors,
            HttpServletRequest request) {
        Authentication current = current(request);
        SignInDetails details = SignInDetails.of(current);
        return current.toBuilder()
                .principal(AccountPrincipal.of(current).at(credentialVersion))
                .authorities(factors)
                .details(with == null ? details : details.with(with))
                .build();
    }

    private Authentication current(HttpServletRequest request) {
        return Objects.requireNonNull(contexts.of(request), "only a signed-in user changes anything");
    }
}
