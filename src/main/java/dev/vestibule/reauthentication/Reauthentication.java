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
 * <p>The steps ask what that page requires, as its authorization rule does. If they asked anything else, the page could
 * require a factor that no step asks for, and the browser would be redirected without end.
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
    public String require(Authentication signIn, HttpServletRequest request, HttpServletResponse response) {
        String path = request.getRequestURI();
        Optional<String> step = step(signIn, SensitivePages.required(path));
        if (step.isPresent()) {
            keepPageOfForm("done=" + Confirmation.AGAIN.code(), request, response);
        }
        return step.orElseGet(() -> next(signIn, request, response));
    }

    /** Keeps the page of the form that this request sent as the requested page, if it sent one of a signed-in page. */
    public void keepPageOfForm(String query, HttpServletRequest request, HttpServletResponse response) {
        String path = request.getRequestURI();
        if ("POST".equals(request.getMethod()) && PAGES_WITH_FORMS.matcher(path).find()) {
            requestCache.keep(SensitivePages.pageOf(path), query, request, response);
        }
    }

    /** The step that the requested page still requires, else that page, else the home page. */
    public String next(Authentication signIn, HttpServletRequest request, HttpServletResponse response) {
        boolean reauthenticating = isBegun(request) || request.getParameter("proof") != null;
        return step(signIn, required(request, response, reauthenticating))
                .orElseGet(() -> requestCache.take(request, response));
    }

    /** The step that the requested page still requires; empty when there is no such page, or it requires none. */
    public Optional<String> requiredByRequestedPage(
            Authentication signIn, HttpServletRequest request, HttpServletResponse response) {
        return step(signIn, required(request, response, false));
    }

    /** Whether a form of the sign-in, sent by this user, is a reauthentication and no new sign-in; the request remembers it. */
    public boolean begins(Authentication signIn, HttpServletRequest request, HttpServletResponse response) {
        boolean begun = SignInStage.of(signIn) == SignInStage.SIGNED_IN
                && step(signIn, required(request, response, true)).isPresent();
        request.setAttribute(BEGUN, begun);
        return begun;
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
        model.addAttribute("principal", principal);
        model.addAttribute(
                "settings", SensitivePages.required(page).equals(List.of(RequiredReauthentication.ELEVATED)));
        model.addAttribute("back", page.startsWith("/preferences/") ? "/preferences" : "/");
    }

    private List<RequiredReauthentication> required(
            HttpServletRequest request, HttpServletResponse response, boolean reauthenticating) {
        List<RequiredReauthentication> required = requestCache
                .path(request, response)
                .map(SensitivePages::required)
                .orElse(List.of());
        return required.isEmpty() && reauthenticating ? ANY : required;
    }

    private Optional<String> step(Authentication signIn, List<RequiredReauthentication> required) {
        return recentFactors
                .missing(signIn, required)
                .map(factor -> factor.equals(Factors.PASSWORD) ? PASSWORD_STEP : CODE_STEP);
    }
}
