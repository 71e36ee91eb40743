package dev.vestibule.login.code;

import dev.vestibule.login.CurrentStep;
import dev.vestibule.login.SignInContextRepository;
import dev.vestibule.login.SignInRecorder;
import dev.vestibule.login.code.CodeRefusedException.Refusal;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignInStage;
import dev.vestibule.reauthentication.Reauthentication;
import dev.vestibule.throttle.CodeTries;
import dev.vestibule.web.LoginPaths;
import dev.vestibule.web.Redirects;
import dev.vestibule.web.Times;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** The part of the second step that every kind of code has: refusals, waits, and the use as a reauthentication. */
@Component
class SecondStep {
    private static final LogoutHandler SIGN_OUT = new SecurityContextLogoutHandler();

    private final SignInContextRepository contexts;
    private final SignInRecorder recorder;
    private final CurrentStep currentStep;
    private final Reauthentication reauthentication;
    private final CodeTries tries;
    private final Times times;

    SecondStep(
            SignInContextRepository contexts,
            SignInRecorder recorder,
            CurrentStep currentStep,
            Reauthentication reauthentication,
            CodeTries tries,
            Times times) {
        this.contexts = contexts;
        this.recorder = recorder;
        this.currentStep = currentStep;
        this.reauthentication = reauthentication;
        this.tries = tries;
        this.times = times;
    }

    /** The reason why a code is asked for. */
    enum Occasion {
        SIGN_IN,
        REAUTHENTICATION
    }

    /** Redirects to the form, or to the password after too many wrong codes in a row. */
    void refuse(
            String path,
            String kept,
            HttpServletRequest request,
            HttpServletResponse response,
            AuthenticationException reason) {
        Redirects.redirect(
                request,
                response,
                reason instanceof CodeRefusedException refused
                        ? nextPath(path, kept, refused, request, response)
                        : currentStep.nextPath(request, response));
    }

    /**
     * @param path of the form
     * @param kept what else the form's address carries at a sign-in, such as {@code &a=b}; may be empty
     */
    private String nextPath(
            String path,
            String kept,
            CodeRefusedException refused,
            HttpServletRequest request,
            HttpServletResponse response) {
        boolean reauthentication = Reauthentication.isBegun(request);
        if (refused.endsStep()) {
            end(reauthentication, request, response);
            return LoginPaths.PASSWORD_AFTER_WRONG_CODES;
        }
        String error = "error=" + refused.refusal().code();
        return reauthentication ? path + "?proof&" + error : path + "?" + error + kept;
    }

    /** After too many wrong codes a pending sign-in begins again, and a signed-in user is signed out. */
    private void end(boolean reauthentication, HttpServletRequest request, HttpServletResponse response) {
        if (reauthentication) {
            recorder.endedByCodes(AccountPrincipal.of(Objects.requireNonNull(contexts.of(request))), request);
            SIGN_OUT.logout(request, response, null);
        } else {
            contexts.endStep(request, response);
        }
    }

    /**
     * Adds the model of a form's page, and says why the code is asked for; empty after a redirect, when the user does not
     * have to enter a code now.
     */
    Optional<Occasion> open(
            @Nullable String error, HttpServletRequest request, HttpServletResponse response, Model model) {
        Authentication current = Objects.requireNonNull(contexts.of(request), "the chain lets no visitor in");
        AccountPrincipal principal = AccountPrincipal.of(current);
        boolean signedIn = SignInStage.of(current) == SignInStage.SIGNED_IN;
        String next = currentStep.nextPath(request, response);
        boolean asked = signedIn
                ? next.equals(Reauthentication.CODE_STEP) && request.getParameter("proof") != null
                : next.equals(LoginPaths.CODE);
        if (!asked) {
            Redirects.redirect(request, response, next);
            return Optional.empty();
        }
        if (signedIn) {
            reauthentication.explain(principal, request, response, model);
        }
        model.addAttribute("principal", principal);
        explain(principal, error, model);
        return Optional.of(signedIn ? Occasion.REAUTHENTICATION : Occasion.SIGN_IN);
    }

    private void explain(AccountPrincipal principal, @Nullable String error, Model model) {
        var wait = tries.wait(principal.id());
        model.addAttribute("refusal", refusal(error, wait.isPresent()));
        model.addAttribute("opens", wait.map(CodeTries.Wait::end).orElse(null));
        model.addAttribute("stopped", wait.isPresent() && wait.get().end() == null);
        model.addAttribute("serverTime", times.markedClock(principal.timeZone()));
    }

    private static @Nullable String refusal(@Nullable String error, boolean waits) {
        return Arrays.stream(Refusal.values())
                .map(Refusal::code)
                .filter(code -> code.equals(error))
                // A wait that is over is not mentioned.
                .filter(code -> waits || !code.equals(Refusal.WAIT.code()))
                .findFirst()
                .orElse(null);
    }
}
