package dev.vestibule.login;

import dev.vestibule.account.Factor;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.Factors;
import dev.vestibule.principal.SignInStage;
import dev.vestibule.session.SignInDetails;
import dev.vestibule.trusteddevice.TokenRotation;
import dev.vestibule.trusteddevice.TrustedDevice;
import dev.vestibule.web.Redirects;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.stereotype.Component;

/**
 * After a step: on to the next one, or to the page that was asked for.
 *
 * <p>It asks for the account anew, because the result of a step counts only together with the account and the device of
 * this browser, and saves that result by {@link SignInRecorder}.
 */
@Component
class SignInCompletion implements AuthenticationSuccessHandler {
    private final SignInContextRepository accounts;
    private final SignInRecorder record;
    private final TokenRotation tokens;
    private final Reauthentication proofs;
    private final LoginEntryPoint wayIn;

    SignInCompletion(
            SignInContextRepository accounts,
            SignInRecorder record,
            TokenRotation tokens,
            Reauthentication proofs,
            LoginEntryPoint wayIn) {
        this.accounts = accounts;
        this.record = record;
        this.tokens = tokens;
        this.proofs = proofs;
        this.wayIn = wayIn;
    }

    @Override
    public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response, Authentication step) {
        go(request, response, step, UnaryOperator.identity());
    }

    /** As after any step. @param telling makes the page that it leads to tell something */
    void go(
            HttpServletRequest request,
            HttpServletResponse response,
            Authentication step,
            UnaryOperator<String> telling) {
        Authentication now = accounts.after(step, request);
        if (now == null) {
            ended(request, response);
        } else if (SignInStage.of(now) == SignInStage.SIGNED_IN && Reauthentication.isBegun(request)) {
            record.proved(now, proved(now, accounts.of(request)), request, response);
            goOn(now, telling, request, response);
        } else if (SignInStage.of(now) == SignInStage.SIGNED_IN) {
            complete(now, null, telling, request, response);
        } else if (AccountPrincipal.of(now).enrolmentDue()) {
            record.enrolmentAsked(now, request, response);
            Redirects.redirect(
                    request,
                    response,
                    SignInStage.of(now) == SignInStage.ENROLLING ? EnrolmentPassStep.WIZARD : EnrolmentPassStep.PATH);
        } else {
            skipOrAskForCode(now, telling, request, response);
        }
    }

    private void skipOrAskForCode(
            Authentication now,
            UnaryOperator<String> telling,
            HttpServletRequest request,
            HttpServletResponse response) {
        AccountPrincipal person = AccountPrincipal.of(now);
        TrustedDevice device = use(person.device(), now, request, response);
        if (device != null) {
            complete(onDevice(now), device, telling, request, response);
            return;
        }
        tokens.refuse(person.id(), person.parameters(), opening(now).at(), request, response);
        record.codeAsked(now, request, response);
        Redirects.redirect(request, response, "/login/code");
    }

    /**
     * A sign-in was completed outside the login's own steps: saves it.
     *
     * @return the path to go on to; home, which says why, when the sign-in has ended meanwhile
     */
    String arrive(Authentication step, HttpServletRequest request, HttpServletResponse response) {
        Authentication now = accounts.after(step, request);
        return now != null
                        && SignInStage.of(now) == SignInStage.SIGNED_IN
                        && record.signedIn(now, null, request, response)
                ? proofs.next(now, request, response)
                : "/";
    }

    private void complete(
            Authentication signIn,
            @Nullable TrustedDevice device,
            UnaryOperator<String> telling,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (record.signedIn(signIn, device, request, response)) {
            goOn(signIn, telling, request, response);
        } else {
            ended(request, response);
        }
    }

    private void goOn(
            Authentication signIn,
            UnaryOperator<String> telling,
            HttpServletRequest request,
            HttpServletResponse response) {
        Redirects.redirect(request, response, telling.apply(proofs.next(signIn, request, response)));
    }

    private void ended(HttpServletRequest request, HttpServletResponse response) {
        wayIn.commence(request, response, new InsufficientAuthenticationException("ended while the step was taken"));
    }

    /** The device that spares the code, or null; its token is used up by that. */
    private @Nullable TrustedDevice use(
            @Nullable UUID device, Authentication now, HttpServletRequest request, HttpServletResponse response) {
        AccountPrincipal person = AccountPrincipal.of(now);
        return device == null
                ? null
                : tokens.use(
                                person.id(),
                                device,
                                person.parameters(),
                                opening(now).at(),
                                request,
                                response)
                        .orElse(null);
    }

    private static Authentication onDevice(Authentication now) {
        Instant password = Factors.issuedAt(now, Factors.PASSWORD).orElseThrow();
        return now.toBuilder()
                .authorities(granted -> Factors.renew(granted, Factors.TRUSTED_DEVICE, password))
                .details(opening(now).with(Factor.TRUSTED_DEVICE))
                .build();
    }

    /** What a proof renewed: the password, or else the code. */
    private static Factor proved(Authentication now, @Nullable Authentication before) {
        boolean code = before != null
                && Factors.issuedAt(now, Factors.PASSWORD).equals(Factors.issuedAt(before, Factors.PASSWORD));
        return code ? Factors.second(now) : Factor.PASSWORD;
    }

    private static SignInDetails opening(Authentication signIn) {
        return (SignInDetails) Objects.requireNonNull(signIn.getDetails());
    }
}
