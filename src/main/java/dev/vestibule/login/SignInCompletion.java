package dev.vestibule.login;

import dev.vestibule.account.Factor;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.Factors;
import dev.vestibule.principal.SignInStage;
import dev.vestibule.reauthentication.Reauthentication;
import dev.vestibule.session.SignInDetails;
import dev.vestibule.trusteddevice.TokenRotation;
import dev.vestibule.trusteddevice.TrustedDevice;
import dev.vestibule.web.LoginPaths;
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
public class SignInCompletion implements AuthenticationSuccessHandler {
    private final SignInContextRepository contexts;
    private final SignInRecorder record;
    private final TokenRotation tokens;
    private final Reauthentication reauthentication;
    private final LoginEntryPoint entryPoint;

    SignInCompletion(
            SignInContextRepository contexts,
            SignInRecorder record,
            TokenRotation tokens,
            Reauthentication reauthentication,
            LoginEntryPoint entryPoint) {
        this.contexts = contexts;
        this.record = record;
        this.tokens = tokens;
        this.reauthentication = reauthentication;
        this.entryPoint = entryPoint;
    }

    @Override
    public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response, Authentication step) {
        go(request, response, step, UnaryOperator.identity());
    }

    /** As after any step. @param telling makes the page that it leads to tell something */
    public void go(
            HttpServletRequest request,
            HttpServletResponse response,
            Authentication step,
            UnaryOperator<String> telling) {
        Authentication now = contexts.after(step, request);
        if (now == null) {
            ended(request, response);
        } else if (SignInStage.of(now) == SignInStage.SIGNED_IN && Reauthentication.isBegun(request)) {
            record.proved(now, proved(now, contexts.of(request)), request, response);
            goOn(now, telling, request, response);
        } else if (SignInStage.of(now) == SignInStage.SIGNED_IN) {
            complete(now, null, telling, request, response);
        } else if (AccountPrincipal.of(now).enrolmentDue()) {
            record.enrolmentAsked(now, request, response);
            Redirects.redirect(
                    request,
                    response,
                    SignInStage.of(now) == SignInStage.ENROLLING ? LoginPaths.WIZARD : LoginPaths.ENROLMENT_PASS);
        } else {
            skipOrAskForCode(now, telling, request, response);
        }
    }

    private void skipOrAskForCode(
            Authentication now,
            UnaryOperator<String> telling,
            HttpServletRequest request,
            HttpServletResponse response) {
        AccountPrincipal principal = AccountPrincipal.of(now);
        TrustedDevice device = use(principal.device(), now, request, response);
        if (device != null) {
            complete(onDevice(now), device, telling, request, response);
            return;
        }
        tokens.refuse(principal.id(), principal.parameters(), opening(now).at(), request, response);
        record.codeAsked(now, request, response);
        Redirects.redirect(request, response, LoginPaths.CODE);
    }

    /**
     * A sign-in was completed outside the login's own steps: saves it.
     *
     * @return the path to go on to; home, which says why, when the sign-in has ended meanwhile
     */
    String arrive(Authentication step, HttpServletRequest request, HttpServletResponse response) {
        Authentication now = contexts.after(step, request);
        return now != null
                        && SignInStage.of(now) == SignInStage.SIGNED_IN
                        && record.signedIn(now, null, request, response)
                ? reauthentication.next(now, request, response)
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
        Redirects.redirect(request, response, telling.apply(reauthentication.next(signIn, request, response)));
    }

    private void ended(HttpServletRequest request, HttpServletResponse response) {
        entryPoint.commence(
                request, response, new InsufficientAuthenticationException("ended while the step was taken"));
    }

    /** The device that spares the code, or null; its token is used up by that. */
    private @Nullable TrustedDevice use(
            @Nullable UUID device, Authentication now, HttpServletRequest request, HttpServletResponse response) {
        AccountPrincipal principal = AccountPrincipal.of(now);
        return device == null
                ? null
                : tokens.use(
                                principal.id(),
                                device,
                                principal.parameters(),
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

    /** The factor that a reauthentication renewed: the password, or else the code. */
    private static Factor proved(Authentication now, @Nullable Authentication before) {
        boolean code = before != null
                && Factors.issuedAt(now, Factors.PASSWORD).equals(Factors.issuedAt(before, Factors.PASSWORD));
        return code ? Factors.second(now) : Factor.PASSWORD;
    }

    private static SignInDetails opening(Authentication signIn) {
        return (SignInDetails) Objects.requireNonNull(signIn.getDetails());
    }
}
