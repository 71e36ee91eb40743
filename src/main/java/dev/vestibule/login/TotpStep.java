package dev.vestibule.login;

import dev.vestibule.parameter.Parameter;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.trusteddevice.RememberOffer;
import dev.vestibule.trusteddevice.RememberOffer.Offer;
import dev.vestibule.trusteddevice.TrustedDevices;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The second step, {@code /login/code}: asks for a code and offers to remember the browser. */
@Controller
class TotpStep {
    private static final String PATH = "/login/code";
    private static final String REMEMBER = "remember_device";

    private final SignInContextRepository accounts;
    private final SecondStep step;
    private final SignInCompletion onward;
    private final Reauthentication proofs;
    private final RememberOffer offers;
    private final TrustedDevices devices;

    TotpStep(
            SignInContextRepository accounts,
            SecondStep step,
            SignInCompletion onward,
            Reauthentication proofs,
            RememberOffer offers,
            TrustedDevices devices) {
        this.accounts = accounts;
        this.step = step;
        this.onward = onward;
        this.proofs = proofs;
        this.offers = offers;
        this.devices = devices;
    }

    /** Puts the filter into the chain, with what the chain shares among its filters. */
    AbstractHttpConfigurer<?, HttpSecurity> configurer() {
        return new Wiring();
    }

    private final class Wiring extends AbstractHttpConfigurer<Wiring, HttpSecurity> {
        @Override
        public void configure(HttpSecurity http) {
            var filter = new TotpAuthenticationFilter(proofs);
            SecondStep.wire(filter, http);
            filter.setAuthenticationSuccessHandler(TotpStep.this::accept);
            filter.setAuthenticationFailureHandler(TotpStep.this::refuse);
            http.addFilterAfter(postProcess(filter), UsernamePasswordAuthenticationFilter.class);
        }
    }

    private void accept(HttpServletRequest request, HttpServletResponse response, Authentication signIn)
            throws IOException, ServletException {
        AccountPrincipal person = AccountPrincipal.of(signIn);
        if (remembers(request)
                && !Reauthentication.isBegun(request)
                && offers.to(person.id(), request, person.parameters(), person.policy()) == Offer.OFFERED) {
            devices.trust(person.id(), person.credentialVersion(), person.parameters(), request, response);
        }
        onward.onAuthenticationSuccess(request, response, signIn);
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason) {
        step.refuse(PATH, remembers(request) ? "&" + REMEMBER + "=on" : "", request, response, reason);
    }

    private static boolean remembers(HttpServletRequest request) {
        return "on".equals(request.getParameter(REMEMBER));
    }

    @GetMapping(PATH)
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
        if (occasion.get() == SecondStep.Occasion.PROOF) {
            return "login/proof-code";
        }
        AccountPrincipal person = AccountPrincipal.of(Objects.requireNonNull(accounts.of(request)));
        model.addAttribute("offer", offers.to(person.id(), request, person.parameters(), person.policy()));
        model.addAttribute("days", person.parameters().number(Parameter.TRUSTED_DEVICE_DAYS));
        model.addAttribute("remembered", remembers(request));
        return "login/code";
    }
}
