package dev.vestibule.login;

import dev.vestibule.login.CodeRefusedException.Refusal;
import dev.vestibule.web.Confirmation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The second step for who has no app at hand, {@code /login/recovery}: takes a recovery code. It does not offer to
 * remember the browser, which is often not one's own on such a day.
 */
@Controller
class RecoveryStep {
    static final String PATH = "/login/recovery";

    /** What an address tells already; a field given twice would be refused. */
    private static final Pattern TOLD = Pattern.compile("(?<=[?&])done=[^&]*(&|$)");

    private final SecondStep step;
    private final SignInCompletion onward;
    private final Reauthentication proofs;

    RecoveryStep(SecondStep step, SignInCompletion onward, Reauthentication proofs) {
        this.step = step;
        this.onward = onward;
        this.proofs = proofs;
    }

    /** Puts the filter into the chain, with what the chain shares among its filters. */
    AbstractHttpConfigurer<?, HttpSecurity> configurer() {
        return new Wiring();
    }

    private final class Wiring extends AbstractHttpConfigurer<Wiring, HttpSecurity> {
        @Override
        public void configure(HttpSecurity http) {
            var filter = new RecoveryCodeFilter(proofs);
            SecondStep.wire(filter, http);
            filter.setAuthenticationSuccessHandler(RecoveryStep.this::accept);
            filter.setAuthenticationFailureHandler(
                    (request, response, reason) -> step.refuse(PATH, "", request, response, reason));
            http.addFilterAfter(postProcess(filter), UsernamePasswordAuthenticationFilter.class);
        }
    }

    private void accept(HttpServletRequest request, HttpServletResponse response, Authentication signIn) {
        onward.go(request, response, signIn, RecoveryStep::told);
    }

    /** The page to go on to, so that it says that a code was used and how many are left. */
    private static String told(String page) {
        if (page.startsWith("/login")) {
            return page;
        }
        Confirmation done = page.endsWith("done=" + Confirmation.AGAIN.code())
                ? Confirmation.AGAIN_RECOVERY_CODE
                : page.endsWith("done=" + Confirmation.UNSAVED.code())
                        ? Confirmation.UNSAVED_RECOVERY_CODE
                        : Confirmation.RECOVERY_CODE;
        String others = TOLD.matcher(page).replaceAll("");
        String mark = !others.contains("?") ? "?" : others.endsWith("?") || others.endsWith("&") ? "" : "&";
        return others + mark + "done=" + done.code();
    }

    @GetMapping(PATH)
    @Nullable
    String page(
            @RequestParam(required = false) @Nullable String error,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        // None is ever said to be used.
        var occasion = step.open(Refusal.USED.code().equals(error) ? null : error, request, response, model);
        if (occasion.isEmpty()) {
            return null;
        }
        return occasion.get() == SecondStep.Occasion.PROOF ? "login/proof-recovery" : "login/recovery";
    }
}
