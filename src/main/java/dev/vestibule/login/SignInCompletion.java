package dev.vestibule.login;

import dev.vestibule.account.Factor;
import dev.vestibule.principal.Factors;
import dev.vestibule.principal.SignInStage;
import dev.vestibule.reauthentication.Reauthentication;
import dev.vestibule.trusteddevice.TrustedDevice;
import dev.vestibule.web.Redirects;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.stereotype.Component;

/** Saves the result of a step, and redirects to the next step or to the page that was requested. */
@Component
public class SignInCompletion implements AuthenticationSuccessHandler {
    private final SignInContextRepository contexts;
    private final TrustedDeviceStep trustedDevice;
    private final SignInRecorder recorder;
    private final Reauthentication reauthentication;
    private final CurrentStep currentStep;

    SignInCompletion(
            SignInContextRepository contexts,
            TrustedDeviceStep trustedDevice,
            SignInRecorder recorder,
            Reauthentication reauthentication,
            CurrentStep currentStep) {
        this.contexts = contexts;
        this.trustedDevice = trustedDevice;
        this.recorder = recorder;
        this.reauthentication = reauthentication;
        this.currentStep = currentStep;
    }

    @Override
    public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response, Authentication step) {
        Redirects.redirect(request, response, nextPath(step, request, response));
    }

    /** @param confirmed adds a confirmation to the path that comes next */
    public AuthenticationSuccessHandler confirming(UnaryOperator<String> confirmed) {
        return (request, response, step) ->
                Redirects.redirect(request, response, confirmed.apply(nextPath(step, request, response)));
    }

    /**
     * Saves the result of a step, which counts only together with the account and the device of this browser as they are
     * now.
     *
     * @return the path of the next step or of the requested page; the login page says why when the sign-in has ended
     *     meanwhile
     */
    String nextPath(Authentication step, HttpServletRequest request, HttpServletResponse response) {
        Authentication now = contexts.after(step, request);
        if (now == null) {
            return currentStep.nextPath(request, response);
        }
        SignInStage stage = SignInStage.of(now);
        return switch (stage) {
            case SIGNED_IN ->
                Reauthentication.isBegun(request)
                        ? reauthenticated(now, request, response)
                        : signedIn(now, null, request, response);
            case ENROLMENT_DUE, ENROLLING -> {
                recorder.enrolmentAsked(now, request, response);
                yield stage.path();
            }
            case CODE ->
                trustedDevice
                        .skipCode(now, request, response)
                        .map(skipped -> signedIn(skipped.signIn(), skipped.device(), request, response))
                        .orElseGet(() -> codeAsked(now, request, response));
            case VISITOR, EXPIRED -> currentStep.nextPath(request, response);
        };
    }

    private String reauthenticated(Authentication now, HttpServletRequest request, HttpServletResponse response) {
        recorder.reauthenticated(now, renewed(now, contexts.of(request)), request, response);
        return reauthentication.next(now, request, response);
    }

    private String signedIn(
            Authentication signIn,
            @Nullable TrustedDevice device,
            HttpServletRequest request,
            HttpServletResponse response) {
        return recorder.signedIn(signIn, device, request, response)
                ? reauthentication.next(signIn, request, response)
                : currentStep.nextPath(request, response);
    }

    private String codeAsked(Authentication now, HttpServletRequest request, HttpServletResponse response) {
        recorder.codeAsked(now, request, response);
        return SignInStage.CODE.path();
    }

    /** The factor that a reauthentication renewed: the password, or else the code. */
    private static Factor renewed(Authentication now, @Nullable Authentication before) {
        boolean code = before != null
                && Factors.issuedAt(now, Factors.PASSWORD).equals(Factors.issuedAt(before, Factors.PASSWORD));
        return code ? Factors.second(now) : Factor.PASSWORD;
    }
}
