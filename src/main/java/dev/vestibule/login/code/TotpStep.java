package dev.vestibule.login.code;

import dev.vestibule.login.MfaRule;
import dev.vestibule.login.SignInCompletion;
import dev.vestibule.login.SignInContextRepository;
import dev.vestibule.login.SignInStep;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.reauthentication.Reauthentication;
import dev.vestibule.trusteddevice.RememberOffer;
import dev.vestibule.trusteddevice.RememberOffer.Offer;
import dev.vestibule.trusteddevice.TrustedDevices;
import dev.vestibule.web.LoginPaths;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The second step, {@code /login/code}: asks for a code and offers to remember the browser. */
@Controller
class TotpStep implements SignInStep {
    private static final String REMEMBER = "remember_device";

    private final SignInContextRepository contexts;
    private final SecondStep step;
    private final SignInCompletion completion;
    private final Reauthentication reauthentication;
    private final RememberOffer offers;
    private final TrustedDevices devices;
    private final TotpAuthenticationProvider provider;

    TotpStep(
            SignInContextRepository contexts,
            SecondStep step,
            SignInCompletion completion,
            Reauthentication reauthentication,
            RememberOffer offers,
            TrustedDevices devices,
            TotpAuthenticationProvider provider) {
        this.contexts = contexts;
        this.step = step;
        this.completion = completion;
        this.reauthentication = reauthentication;
        this.offers = offers;
        this.devices = devices;
        this.provider = provider;
    }

    @Override
    public void configure(HttpSecurity http) {
        var filter = new CodeAuthenticationFilter(
                LoginPaths.CODE, "confirmation_code", TotpAuthentication::new, reauthentication);
        filter.setAuthenticationSuccessHandler(this::accept);
        filter.setAuthenticationFailureHandler(this::refuse);
        SignInStep.add(filter, http);
        http.authenticationProvider(provider);
    }

    @Override
    public void authorize(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.requestMatchers(LoginPaths.CODE).access(MfaRule.passwordGiven());
    }

    private void accept(HttpServletRequest request, HttpServletResponse response, Authentication signIn)
            throws IOException, ServletException {
        AccountPrincipal principal = AccountPrincipal.of(signIn);
        if (remembers(request)
                && !Reauthentication.isBegun(request)
                && offers.to(principal.id(), request, principal.parameters(), principal.policy()) == Offer.OFFERED) {
            devices.trust(principal.id(), principal.credentialVersion(), principal.parameters(), request, response);
        }
        completion.onAuthenticationSuccess(request, response, signIn);
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason) {
        step.refuse(LoginPaths.CODE, remembers(request) ? "&" + REMEMBER + "=on" : "", request, response, reason);
    }

    private static boolean remembers(HttpServletRequest request) {
        return "on".equals(request.getParameter(REMEMBER));
    }

    @GetMapping(LoginPaths.CODE)
    @Nullable
    String page(
            @RequestParam(required = false) @Nullable String error,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        var occasion = step.open(error, request, response, model);
        if (occasion.isEmpty()) {
            return null;
        }
        if (occasion.get() == SecondStep.Occasion.REAUTHENTICATION) {
            return "login/reauthenticate-code";
        }
        AccountPrincipal principal = AccountPrincipal.of(Objects.requireNonNull(contexts.of(request)));
        model.addAttribute("offer", offers.to(principal.id(), request, principal.parameters(), principal.policy()));
        model.addAttribute("days", principal.parameters().number(Parameter.TRUSTED_DEVICE_DAYS));
        model.addAttribute("remembered", remembers(request));
        return "login/code";
    }
}
