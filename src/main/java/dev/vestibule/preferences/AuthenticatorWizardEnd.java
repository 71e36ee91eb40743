package dev.vestibule.preferences;

import dev.vestibule.login.SessionRenewal;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.Forms;
import dev.vestibule.web.Redirects;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** What follows after the wizard, or in place of it. */
@Component
class AuthenticatorWizardEnd {
    private final SessionRenewal sessionRenewal;

    AuthenticatorWizardEnd(SessionRenewal sessionRenewal) {
        this.sessionRenewal = sessionRenewal;
    }

    /** Ends the first app's wizard with the recovery codes. */
    @Nullable
    ModelAndView added(
            AccountPrincipal principal,
            AuthenticatorSetup.Outcome outcome,
            @Nullable UUID replaces,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (!outcome.result().switchedOn()) {
            Confirmation confirmation =
                    replaces == null ? Confirmation.AUTHENTICATOR_ADDED : Confirmation.AUTHENTICATOR_ADDED_REPLACING;
            return Forms.accepted(confirmation.redirectTo("/preferences"));
        }
        String next = stay(principal, outcome.result().credentialVersion(), request, response);
        return outcome.codes().isEmpty()
                ? goOn(next, request, response)
                : RecoverySheet.show(outcome.codes(), true, next);
    }

    /** Renews this session, which completes a sign-in that required enrolment; returns the next path. */
    private String stay(
            AccountPrincipal principal,
            int credentialVersion,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (!principal.enrolmentDue()) {
            sessionRenewal.withTotp(credentialVersion, request, response);
            return "/preferences";
        }
        String page = sessionRenewal.enrolled(credentialVersion, request, response);
        // A user who asked for the wizard itself has finished it.
        return page.split("\\?", 2)[0].equals(AuthenticatorWizardController.PATH) ? "/preferences" : page;
    }

    private static @Nullable ModelAndView goOn(String path, HttpServletRequest request, HttpServletResponse response) {
        Redirects.redirect(
                request,
                response,
                path.contains("?") ? path : path + "?done=" + Confirmation.AUTHENTICATOR_ADDED_FIRST.code());
        return null;
    }

    /** Shows the same page to a visitor without a session, with the reason. */
    @Nullable
    static ModelAndView ended(HttpServletRequest request, HttpServletResponse response) {
        Redirects.redirect(request, response, AuthenticatorWizardController.PATH);
        return null;
    }
}
