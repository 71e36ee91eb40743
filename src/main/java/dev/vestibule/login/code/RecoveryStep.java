package dev.vestibule.login.code;

import dev.vestibule.login.MfaRule;
import dev.vestibule.login.SignInCompletion;
import dev.vestibule.login.SignInStep;
import dev.vestibule.login.code.CodeRefusedException.Refusal;
import dev.vestibule.reauthentication.Reauthentication;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.LoginPaths;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The second step for a user without the app, {@code /login/recovery}: accepts a recovery code. It does not offer to
 * remember the device, which is often not the user's own then.
 */
@Controller
class RecoveryStep implements SignInStep {
    /** A confirmation that the path has already; a request with a repeated field would be refused. */
    private static final Pattern CONFIRMATION = Pattern.compile("(?<=[?&])done=[^&]*(&|$)");

    private final SecondStep step;
    private final SignInCompletion completion;
    private final Reauthentication reauthentication;
    private final RecoveryCodeProvider provider;

    RecoveryStep(
            SecondStep step,
            SignInCompletion completion,
            Reauthentication reauthentication,
            RecoveryCodeProvider provider) {
        this.step = step;
        this.completion = completion;
        this.reauthentication = reauthentication;
        this.provider = provider;
    }

    @Override
    public void configure(HttpSecurity http) {
        var filter = new CodeAuthenticationFilter(
                LoginPaths.RECOVERY, "recovery_code", RecoveryCodeAuthentication::new, reauthentication);
        filter.setAuthenticationSuccessHandler(completion.confirming(RecoveryStep::confirmed));
        filter.setAuthenticationFailureHandler(
                (request, response, reason) -> step.refuse(LoginPaths.RECOVERY, "", request, response, reason));
        SignInStep.add(filter, http);
        http.authenticationProvider(provider);
    }

    @Override
    public void authorize(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.requestMatchers(LoginPaths.RECOVERY).access(MfaRule.passwordGiven());
    }

    /** Lets the next page, unless it is a step, say that a code was used and how many are left. */
    private static String confirmed(String page) {
        if (page.startsWith(LoginPaths.PASSWORD)) {
            return page;
        }
        Confirmation done = page.endsWith("done=" + Confirmation.AGAIN.code())
                ? Confirmation.AGAIN_RECOVERY_CODE
                : page.endsWith("done=" + Confirmation.UNSAVED.code())
                        ? Confirmation.UNSAVED_RECOVERY_CODE
                        : Confirmation.RECOVERY_CODE;
        String others = CONFIRMATION.matcher(page).replaceAll("");
        String mark = !others.contains("?") ? "?" : others.endsWith("?") || others.endsWith("&") ? "" : "&";
        return others + mark + "done=" + done.code();
    }

    @GetMapping(LoginPaths.RECOVERY)
    @Nullable
    String page(
            @RequestParam(required = false) @Nullable String error,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        // No recovery code is said to be used.
        var occasion = step.open(Refusal.USED.code().equals(error) ? null : error, request, response, model);
        if (occasion.isEmpty()) {
            return null;
        }
        return occasion.get() == SecondStep.Occasion.REAUTHENTICATION
                ? "login/reauthenticate-recovery"
                : "login/recovery";
    }
}
