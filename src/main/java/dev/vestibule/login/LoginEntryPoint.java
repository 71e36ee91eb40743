package dev.vestibule.login;

import dev.vestibule.principal.SignInStage;
import dev.vestibule.reauthentication.Reauthentication;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.Redirects;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.stereotype.Component;

/** Redirects a user without a required factor to the step that adds it, which may be one that was taken too long ago. */
@Component
class LoginEntryPoint implements AuthenticationEntryPoint {
    private final SignInContextRepository contexts;
    private final Reauthentication reauthentication;
    private final CurrentStep currentStep;

    LoginEntryPoint(SignInContextRepository contexts, Reauthentication reauthentication, CurrentStep currentStep) {
        this.contexts = contexts;
        this.reauthentication = reauthentication;
        this.currentStep = currentStep;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason) {
        Redirects.redirect(request, response, nextPath(contexts.of(request), request, response));
    }

    /** The form that a visitor sent is not kept: after the sign-in its page says that nothing was saved. */
    private String nextPath(
            @Nullable Authentication current, HttpServletRequest request, HttpServletResponse response) {
        SignInStage stage = SignInStage.of(current);
        if (stage == SignInStage.SIGNED_IN) {
            return reauthentication.require(Objects.requireNonNull(current), request, response);
        }
        if (stage == SignInStage.VISITOR) {
            reauthentication.keepPageOfForm("done=" + Confirmation.UNSAVED.code(), request, response);
        }
        return currentStep.nextPath(request, response);
    }
}
