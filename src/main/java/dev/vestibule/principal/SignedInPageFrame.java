package dev.vestibule.principal;

import dev.vestibule.account.AccountNotFoundException;
import dev.vestibule.authenticator.AppReplacements;
import dev.vestibule.authenticator.AuthenticatorApps;
import dev.vestibule.recovery.RecoveryCodes;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.Redirects;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** The model of the frame around a signed-in page: the user, and the confirmation of the last action. */
@ControllerAdvice(annotations = SignedInPage.class)
@Order(Ordered.HIGHEST_PRECEDENCE) // A missing account is answered by a page, not by the API.
class SignedInPageFrame {
    private final RecoveryCodes codes;
    private final AuthenticatorApps apps;

    SignedInPageFrame(RecoveryCodes codes, AuthenticatorApps apps) {
        this.codes = codes;
        this.apps = apps;
    }

    @ModelAttribute("principal")
    AccountPrincipal principal(@AuthenticationPrincipal AccountPrincipal principal) {
        return principal;
    }

    /** The confirmation of the last action, by the code in the query. */
    @ModelAttribute("done")
    @Nullable
    String done(
            @RequestParam(required = false) @Nullable String done,
            @AuthenticationPrincipal AccountPrincipal principal,
            Model model) {
        Optional<Confirmation> known =
                Optional.ofNullable(done).flatMap(Confirmation::ofCode).map(what -> withFacts(what, principal, model));
        known.ifPresent(what -> model.addAttribute("happened", what));
        return known.map(Confirmation::code).orElse(null);
    }

    /** Adds the arguments of the confirmation's text. If they no longer exist, a text without arguments is used. */
    private Confirmation withFacts(Confirmation done, AccountPrincipal principal, Model model) {
        if (done.tellsRecoveryCodes()) {
            model.addAttribute("recoveryCodesLeft", codes.of(principal.id()).left());
        }
        if (done.tellsReplacedApp()) {
            var replaced = new AppReplacements(apps.of(principal.id())).latest();
            if (replaced.isEmpty()) {
                return Confirmation.AUTHENTICATOR_ADDED;
            }
            model.addAttribute("replacedApp", replaced.get().name());
        }
        return done;
    }

    /**
     * Redirects a user whose account was deleted meanwhile like any visitor; another missing account is answered with
     * 404.
     */
    @ExceptionHandler
    void gone(
            AccountNotFoundException gone,
            @AuthenticationPrincipal AccountPrincipal principal,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (gone.account().equals(principal.id())) {
            Redirects.redirect(request, response, "/");
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }
}
