package dev.vestibule.login;

import dev.vestibule.account.EnrolmentPasses;
import dev.vestibule.login.CodeRefusedException.Refusal;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignInStage;
import dev.vestibule.text.CrockfordText;
import dev.vestibule.throttle.CodeTries;
import dev.vestibule.throttle.CodeTry;
import dev.vestibule.web.Redirects;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.InsufficientAuthenticationException;
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
@RequestMapping(EnrolmentPassStep.PATH)
class EnrolmentPassStep {
    static final String PATH = "/login/enrolment-pass";

    /** Where the pass leads. */
    static final String WIZARD = "/preferences/authenticators/new";

    private static final Set<String> REFUSALS = Set.of(Refusal.FORMAT.code(), Refusal.WRONG.code());

    private final SignInContextRepository accounts;
    private final EnrolmentPasses passes;
    private final CodeTries tries;
    private final SessionRenewal grant;
    private final LoginEntryPoint wayIn;
    private final LoginEvents trail;
    private final TransactionOperations transaction;

    EnrolmentPassStep(
            SignInContextRepository accounts,
            EnrolmentPasses passes,
            CodeTries tries,
            SessionRenewal grant,
            LoginEntryPoint wayIn,
            LoginEvents trail,
            TransactionOperations transaction) {
        this.accounts = accounts;
        this.passes = passes;
        this.tries = tries;
        this.grant = grant;
        this.wayIn = wayIn;
        this.trail = trail;
        this.transaction = transaction;
    }

    @GetMapping
    @Nullable
    String page(
            @RequestParam(required = false) @Nullable String error,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Optional<AccountPrincipal> waiting = waiting(request, response);
        waiting.ifPresent(person -> {
            var wait = tries.wait(person.id());
            model.addAttribute("person", person);
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
                .ifPresent(person -> Redirects.redirect(request, response, enter(person, typed, request, response)));
    }

    private String enter(
            AccountPrincipal person, @Nullable String typed, HttpServletRequest request, HttpServletResponse response) {
        Optional<CrockfordText> pass = CrockfordText.parse(typed);
        if (pass.isEmpty()) {
            return tries.malformed(person.id()) ? refused(person, Refusal.FORMAT) : waits(person);
        }
        Optional<CodeTry> tried = tries.reserve(person.id());
        if (tried.isEmpty()) {
            return waits(person);
        }
        try (CodeTry reserved = tried.get()) {
            if (use(person, pass.get(), request, response)) {
                tries.right(reserved);
                return WIZARD;
            }
            String again = refused(person, Refusal.WRONG);
            if (tries.wrong(reserved).endsStep()) {
                accounts.endStep(request, response);
                return "/login?codes";
            }
            return again;
        }
    }

    private String waits(AccountPrincipal person) {
        trail.codeWaits(person);
        return PATH + "?error=" + Refusal.WAIT.code();
    }

    /** The pass is used up by the session that it lets in, or not at all. */
    private boolean use(
            AccountPrincipal person, CrockfordText pass, HttpServletRequest request, HttpServletResponse response) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            boolean used = passes.use(person.id(), person.credentialVersion(), pass);
            if (used) {
                grant.withEnrolmentPass(request, response);
            }
            return used;
        }));
    }

    private String refused(AccountPrincipal person, Refusal refusal) {
        trail.passRefused(person, refusal);
        return PATH + "?error=" + refusal.code();
    }

    /** Who has to enter a pass; empty once he is led to the step he is at. */
    private Optional<AccountPrincipal> waiting(HttpServletRequest request, HttpServletResponse response) {
        Authentication current = Objects.requireNonNull(accounts.of(request), "the chain lets no visitor in");
        if (SignInStage.of(current) != SignInStage.ENROLMENT_DUE) {
            wayIn.commence(request, response, new InsufficientAuthenticationException("no pass is waited for"));
            return Optional.empty();
        }
        return Optional.of(AccountPrincipal.of(current));
    }
}
