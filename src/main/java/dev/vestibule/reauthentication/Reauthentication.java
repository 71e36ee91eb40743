package dev.vestibule.reauthentication;

import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.Factors;
import dev.vestibule.principal.SignInStage;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.LoginPaths;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/**
 * Redirects a signed-in user to each reauthentication step that is still required, then to the page that required them.
 *
 * <p>The steps judge by what that page needs, as the rule in front of it does. Judged by anything else, the page could
 * say "too old" and the step "nothing owed", and one would go round for ever.
 */
@Component
public class Reauthentication {
    public static final String PASSWORD_STEP = LoginPaths.PASSWORD + "?proof";
    public static final String CODE_STEP = LoginPaths.CODE + "?proof";

    /** For a user who reauthenticates although no page required it: suffices for every page. */
    private static final List<RequiredReauthentication> ANY =
            List.of(RequiredReauthentication.FRESH, RequiredReauthentication.ELEVATED);

    private static final Pattern PAGES_WITH_FORMS = Pattern.compile("^/(preferences|settings|notices)/");

    private static final String BEGUN = Reauthentication.class.getName() + ".begun";

    private final RecentFactorAuthorizationManager recentFactors;
    private final LoginRequestCache requestCache;

    Reauthentication(RecentFactorAuthorizationManager recentFactors, LoginRequestCache requestCache) {
        this.recentFactors = recentFactors;
        this.requestCache = requestCache;
    }

    /**
     * The step that adds what the address of this request requires, when the rule in front of it has just refused it. The
     * form that was sent, if one was, is not kept: after the reauthentication its page says that it has to be sent again.
     */
    public String ask(Authentication signIn, HttpServletRequest request, HttpServletResponse response) {
        String path = request.getRequestURI();
        Optional<String> step = step(signIn, SensitivePages.proofs(path));
        if (step.isPresent()) {
            keepPageOfForm("done=" + Confirmation.AGAIN.code(), request, response);
        }
        return step.orElseGet(() -> next(signIn, request, response));
    }

    /** Keeps the page of the form that this request sent as the page asked for, if it sent one of a signed-in page. */
    public void keepPageOfForm(String query, HttpServletRequest request, HttpServletResponse response) {
        String path = request.getRequestURI();
        if ("POST".equals(request.getMethod()) && PAGES_WITH_FORMS.matcher(path).find()) {
            requestCache.keep(SensitivePages.pageOf(path), query, request, response);
        }
    }

    /** The step that is still owed to the page asked for, else that page, else home. */
    public String next(Authentication signIn, HttpServletRequest request, HttpServletResponse response) {
        boolean proving = isBegun(request) || request.getParameter("proof") != null;
        return step(signIn, asked(request, response, proving)).orElseGet(() -> requestCache.take(request, response));
    }

    /** The step that is owed to the page asked for; empty when there is no such page, or nothing is owed to it. */
    public Optional<String> owedToThePageAskedFor(
            Authentication signIn, HttpServletRequest request, HttpServletResponse response) {
        return step(signIn, asked(request, response, false));
    }

    /** Whether a form of the sign-in, sent by this user, is a reauthentication and no new sign-in; the request remembers it. */
    public boolean begins(Authentication signIn, HttpServletRequest request, HttpServletResponse response) {
        boolean proof = SignInStage.of(signIn) == SignInStage.SIGNED_IN
                && step(signIn, asked(request, response, true)).isPresent();
        request.setAttribute(BEGUN, proof);
        return proof;
    }

    /** Whether the user may enter a code now: at a sign-in after the password, or to reauthenticate. */
    public boolean awaitsCode(Authentication signIn, HttpServletRequest request, HttpServletResponse response) {
        return SignInStage.of(signIn) == SignInStage.CODE
                || AccountPrincipal.of(signIn).mfa() && begins(signIn, request, response);
    }

    /** Whether this request is a reauthentication. */
    public static boolean isBegun(HttpServletRequest request) {
        return Boolean.TRUE.equals(request.getAttribute(BEGUN));
    }

    /** Adds the model of both pages: the user, the reason, and the path of the back link. */
    public void explain(
            AccountPrincipal principal, HttpServletRequest request, HttpServletResponse response, Model model) {
        String page = requestCache.path(request, response).orElse("/");
        model.addAttribute("person", principal);
        model.addAttribute("settings", SensitivePages.proofs(page).equals(List.of(RequiredReauthentication.ELEVATED)));
        model.addAttribute("back", page.startsWith("/preferences/") ? "/preferences" : "/");
    }

    private List<RequiredReauthentication> asked(
            HttpServletRequest request, HttpServletResponse response, boolean proving) {
        List<RequiredReauthentication> asked =
                requestCache.path(request, response).map(SensitivePages::proofs).orElse(List.of());
        return asked.isEmpty() && proving ? ANY : asked;
    }

    private Optional<String> step(Authentication signIn, List<RequiredReauthentication> proofs) {
        return recentFactors
                .owed(signIn, proofs)
                .map(factor -> factor.equals(Factors.PASSWORD) ? PASSWORD_STEP : CODE_STEP);
    }
}
