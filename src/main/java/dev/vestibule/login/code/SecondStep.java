package dev.vestibule.login.code;

import dev.vestibule.login.LoginEntryPoint;
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
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What the second step does for every kind of code: its refusals, its waits, and its use as a reauthentication. */
@Component
class SecondStep {
    private static final LogoutHandler SIGN_OUT = new SecurityContextLogoutHandler();

    private final SignInContextRepository contexts;
    private final SignInRecorder record;
    private final LoginEntryPoint entryPoint;
    private final Reauthentication reauthentication;
    private final CodeTries tries;
    private final Times times;

    SecondStep(
            SignInContextRepository contexts,
            SignInRecorder record,
            LoginEntryPoint entryPoint,
            Reauthentication reauthentication,
            CodeTries tries,
            Times times) {
        this.contexts = contexts;
        this.record = record;
        this.entryPoint = entryPoint;
        this.reauthentication = reauthentication;
        this.tries = tries;
        this.times = times;
    }

    /** What a code is asked for. */
    enum Occasion {
        SIGN_IN,
        PROOF
    }

    /**
     * Leads back to the form, or to the beginning after too many wrong codes in a row.
     *
     * @param path of the form
     * @param kept what else the form's address carries at a sign-in, such as {@code &a=b}; may be empty
     */
    void refuse(
            String path,
            String kept,
            HttpServletRequest request,
            HttpServletResponse response,
            AuthenticationException reason) {
        boolean proof = Reauthentication.isBegun(request);
        if (reason instanceof CodeRefusedException refused && refused.endsStep()) {
            end(proof, request, response);
            Redirects.redirect(request, response, LoginPaths.PASSWORD_AFTER_WRONG_CODES);
        } else if (reason instanceof CodeRefusedException refused) {
            String code = refused.refusal().code();
            Redirects.redirect(
                    request, response, proof ? path + "?proof&error=" + code : path + "?error=" + code + kept);
        } else {
            entryPoint.commence(request, response, reason);
        }
    }

    /** After too many wrong codes a pending sign-in begins again, and a signed-in user is signed out. */
    private void end(boolean proof, HttpServletRequest request, HttpServletResponse response) {
        if (proof) {
            record.endedByCodes(AccountPrincipal.of(Objects.requireNonNull(contexts.of(request))), request);
            SIGN_OUT.logout(request, response, null);
        } else {
            contexts.endStep(request, response);
        }
    }

    /**
     * What a form's page shows and why it is asked for; empty once the reader is led elsewhere, as no code is waited for
     * here, or being signed in and not having to reauthenticate.
     */
    Optional<Occasion> open(
            @Nullable String error, HttpServletRequest request, HttpServletResponse response, Model model) {
        Authentication current = Objects.requireNonNull(contexts.of(request), "the chain lets no visitor in");
        AccountPrincipal principal = AccountPrincipal.of(current);
        SignInStage stage = SignInStage.of(current);
        boolean signedIn = stage == SignInStage.SIGNED_IN;
        if (!signedIn && stage != SignInStage.CODE) {
            entryPoint.commence(request, response, new InsufficientAuthenticationException("no code is waited for"));
            return Optional.empty();
        }
        if (signedIn) {
            String next = reauthentication.next(current, request, response);
            if (!next.equals(Reauthentication.CODE_STEP) || request.getParameter("proof") == null) {
                Redirects.redirect(request, response, next);
                return Optional.empty();
            }
            reauthentication.explain(principal, request, response, model);
        }
        model.addAttribute("person", principal);
        explain(principal, error, model);
        return Optional.of(signedIn ? Occasion.PROOF : Occasion.SIGN_IN);
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
                // A wait that is over is nothing to tell.
                .filter(code -> waits || !code.equals(Refusal.WAIT.code()))
                .findFirst()
                .orElse(null);
    }
}
