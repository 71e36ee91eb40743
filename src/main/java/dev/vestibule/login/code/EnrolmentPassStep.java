package dev.vestibule.login.code;

import dev.vestibule.authenticator.EnrolmentPasses;
import dev.vestibule.login.CurrentStep;
import dev.vestibule.login.LoginEvents;
import dev.vestibule.login.MfaRule;
import dev.vestibule.login.SessionRenewal;
import dev.vestibule.login.SignInContextRepository;
import dev.vestibule.login.SignInStep;
import dev.vestibule.login.code.CodeRefusedException.Refusal;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignInStage;
import dev.vestibule.text.CrockfordText;
import dev.vestibule.throttle.CodeTries;
import dev.vestibule.throttle.CodeTry;
import dev.vestibule.web.LoginPaths;
import dev.vestibule.web.Redirects;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The second step of an account that was reset, {@code /login/enrolment-pass}: the pass lets this session open the wizard
 * and nothing else, until it has finished it.
 */
@Controller
@RequestMapping(LoginPaths.ENROLMENT_PASS)
class EnrolmentPassStep implements SignInStep {
    private static final Set<String> REFUSALS = Set.of(Refusal.FORMAT.code(), Refusal.WRONG.code());

    private final SignInContextRepository contexts;
    private final EnrolmentPasses passes;
    private final CodeTries tries;
    private final SessionRenewal sessionRenewal;
    private final CurrentStep currentStep;
    private final LoginEvents events;
    private final TransactionOperations transaction;

    EnrolmentPassStep(
            SignInContextRepository contexts,
            EnrolmentPasses passes,
            CodeTries tries,
            SessionRenewal sessionRenewal,
            CurrentStep currentStep,
            LoginEvents events,
            TransactionOperations transaction) {
        this.contexts = contexts;
        this.passes = passes;
        this.tries = tries;
        this.sessionRenewal = sessionRenewal;
        this.currentStep = currentStep;
        this.events = events;
        this.transaction = transaction;
    }

    @Override
    public void authorize(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.requestMatchers(LoginPaths.ENROLMENT_PASS).access(MfaRule.passwordGiven());
    }

    @GetMapping
    @Nullable
    String page(
            @RequestParam(required = false) @Nullable String error,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Optional<AccountPrincipal> waiting = waiting(request, response);
        waiting.ifPresent(principal -> {
            var wait = tries.wait(principal.id());
            model.addAttribute("principal", principal);
            model.addAttribute("refusal", REFUSALS.contains(String.valueOf(error)) ? error : null);
            model.addAttribute("opens", wait.map(CodeTries.Wait::end).orElse(null));
            model.addAttribute("stopped", wait.isPresent() && wait.get().end() == null);
        });
        return waiting.isPresent() ? "login/enrolment-pass" : null;
    }

    @PostMapping
    void enter(
            @RequestParam(name = "enrolment_pass", required = false) @Nullable String typed,
            HttpServletRequest request,
            HttpServletResponse response) {
        waiting(request, response)
                .ifPresent(
                        principal -> Redirects.redirect(request, response, enter(principal, typed, request, response)));
    }

    private String enter(
            AccountPrincipal principal,
            @Nullable String typed,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<CrockfordText> pass = CrockfordText.parse(typed);
        if (pass.isEmpty()) {
            return tries.malformed(principal.id()) ? refused(principal, Refusal.FORMAT) : waits(principal);
        }
        Optional<CodeTry> tried = tries.reserve(principal.id());
        if (tried.isEmpty()) {
            return waits(principal);
        }
        try (CodeTry reserved = tried.get()) {
            if (consume(principal, pass.get(), request, response)) {
                tries.right(reserved);
                return LoginPaths.WIZARD;
            }
            String again = refused(principal, Refusal.WRONG);
            if (tries.wrong(reserved).endsStep()) {
                contexts.endStep(request, response);
                return LoginPaths.PASSWORD_AFTER_WRONG_CODES;
            }
            return again;
        }
    }

    private String waits(AccountPrincipal principal) {
        events.codeWaits(principal);
        return LoginPaths.ENROLMENT_PASS + "?error=" + Refusal.WAIT.code();
    }

    /** Consumes the pass and renews the session, or neither. */
    private boolean consume(
            AccountPrincipal principal, CrockfordText pass, HttpServletRequest request, HttpServletResponse response) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            boolean used = passes.use(principal.id(), principal.credentialVersion(), pass);
            if (used) {
                sessionRenewal.withEnrolmentPass(request, response);
            }
            return used;
        }));
    }

    private String refused(AccountPrincipal principal, Refusal refusal) {
        events.passRefused(principal, refusal.reason());
        return LoginPaths.ENROLMENT_PASS + "?error=" + refusal.code();
    }

    /** The user who has to enter a pass; empty after a redirect to the current step of the user. */
    private Optional<AccountPrincipal> waiting(HttpServletRequest request, HttpServletResponse response) {
        Authentication current = Objects.requireNonNull(contexts.of(request), "the chain lets no visitor in");
        if (SignInStage.of(current) != SignInStage.ENROLMENT_DUE) {
            Redirects.redirect(request, response, currentStep.nextPath(request, response));
            return Optional.empty();
        }
        return Optional.of(AccountPrincipal.of(current));
    }
}
