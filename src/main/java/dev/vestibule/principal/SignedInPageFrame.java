package dev.vestibule.principal;

import dev.vestibule.account.AccountNotFoundException;
import dev.vestibule.authenticator.AppReplacements;
import dev.vestibule.authenticator.Authenticators;
import dev.vestibule.recovery.RecoveryCodes;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.Redirects;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** What the frame of a signed-in page shows: who it is, and what just happened. */
@ControllerAdvice(annotations = SignedInPage.class)
class SignedInPageFrame {
    private final RecoveryCodes codes;
    private final Authenticators authenticators;

    SignedInPageFrame(RecoveryCodes codes, Authenticators authenticators) {
        this.codes = codes;
        this.authenticators = authenticators;
    }

    @ModelAttribute("person")
    AccountPrincipal person(@AuthenticationPrincipal AccountPrincipal person) {
        return person;
    }

    /** What the page before did, told by a code in the query. */
    @ModelAttribute("done")
    @Nullable
    String done(
            @RequestParam(required = false) @Nullable String done,
            @AuthenticationPrincipal AccountPrincipal person,
            Model model) {
        Optional<Confirmation> known =
                Optional.ofNullable(done).flatMap(Confirmation::ofCode).map(what -> withFacts(what, person, model));
        known.ifPresent(what -> model.addAttribute("happened", what));
        return known.map(Confirmation::code).orElse(null);
    }

    /** Adds what its text names; what has no such facts any more is said without them. */
    private Confirmation withFacts(Confirmation done, AccountPrincipal person, Model model) {
        if (done.tellsRecoveryCodes()) {
            model.addAttribute("recoveryCodesLeft", codes.of(person.id()).left());
        }
        if (done.tellsReplacedApp()) {
            var replaced = new AppReplacements(authenticators.of(person.id())).latest();
            if (replaced.isEmpty()) {
                return Confirmation.AUTHENTICATOR_ADDED;
            }
            model.addAttribute("replacedApp", replaced.get().name());
        }
        return done;
    }

    /** Who was deleted meanwhile is led out like any visitor; somebody else who was is a page that does not exist. */
    @ExceptionHandler
    void gone(
            AccountNotFoundException gone,
            @AuthenticationPrincipal AccountPrincipal person,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (gone.account().equals(person.id())) {
            Redirects.redirect(request, response, "/");
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }
}
