package dev.vestibule.login;

import dev.vestibule.device.RememberOffer;
import dev.vestibule.device.RememberOffer.Offer;
import dev.vestibule.device.TrustedDevices;
import dev.vestibule.login.CodeRefusedException.Refusal;
import dev.vestibule.page.Reply;
import dev.vestibule.page.Times;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.throttle.CodeTries;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The second step, {@code /login/code}: asks for a code and offers to remember the browser. */
@Controller
class CodeStep {
    private static final String REMEMBER = "remember_device";
    private static final LogoutHandler SIGN_OUT = new SecurityContextLogoutHandler();

    private final CurrentAccount accounts;
    private final WayIn wayIn;
    private final Onward onward;
    private final ProofsOwed proofs;
    private final RememberOffer offers;
    private final TrustedDevices devices;
    private final CodeTries tries;
    private final Times times;

    CodeStep(
            CurrentAccount accounts,
            WayIn wayIn,
            Onward onward,
            ProofsOwed proofs,
            RememberOffer offers,
            TrustedDevices devices,
            CodeTries tries,
            Times times) {
        this.accounts = accounts;
        this.wayIn = wayIn;
        this.onward = onward;
        this.proofs = proofs;
        this.offers = offers;
        this.devices = devices;
        this.tries = tries;
        this.times = times;
    }

    /** Puts the filter into the chain, with what the chain shares among its filters. */
    AbstractHttpConfigurer<?, HttpSecurity> configurer() {
        return new Wiring();
    }

    private final class Wiring extends AbstractHttpConfigurer<Wiring, HttpSecurity> {
        @Override
        public void configure(HttpSecurity http) {
            var filter = new TotpAuthenticationFilter(proofs);
            filter.setAuthenticationManager(http.getSharedObject(AuthenticationManager.class));
            filter.setSessionAuthenticationStrategy(http.getSharedObject(SessionAuthenticationStrategy.class));
            filter.setSecurityContextRepository(http.getSharedObject(SecurityContextRepository.class));
            filter.setAuthenticationSuccessHandler(CodeStep.this::accept);
            filter.setAuthenticationFailureHandler(CodeStep.this::refuse);
            http.addFilterAfter(postProcess(filter), UsernamePasswordAuthenticationFilter.class);
        }
    }

    private void accept(HttpServletRequest request, HttpServletResponse response, Authentication signIn)
            throws java.io.IOException, jakarta.servlet.ServletException {
        Person person = Person.of(signIn);
        if (remembers(request)
                && !ProofsOwed.isBegun(request)
                && offers.to(person.id(), request, person.parameters()) == Offer.OFFERED) {
            devices.trust(person.id(), person.credentialVersion(), person.parameters(), request, response);
        }
        onward.onAuthenticationSuccess(request, response, signIn);
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason) {
        if (reason instanceof CodeRefusedException refused && refused.endsStep()) {
            end(request, response);
            Reply.redirect(request, response, "/login?codes");
        } else if (reason instanceof CodeRefusedException refused) {
            String code = refused.refusal().code();
            String remember = remembers(request) ? "&" + REMEMBER + "=on" : "";
            Reply.redirect(
                    request,
                    response,
                    ProofsOwed.isBegun(request)
                            ? ProofsOwed.CODE_STEP + "&error=" + code
                            : "/login/code?error=" + code + remember);
        } else {
            wayIn.commence(request, response, reason);
        }
    }

    /** Too many wrong codes: a pending sign-in begins again, and who only had to prove something is signed out. */
    private void end(HttpServletRequest request, HttpServletResponse response) {
        if (ProofsOwed.isBegun(request)) {
            SIGN_OUT.logout(request, response, null);
        } else {
            accounts.endStep(request, response);
        }
    }

    private static boolean remembers(HttpServletRequest request) {
        return "on".equals(request.getParameter(REMEMBER));
    }

    @GetMapping("/login/code")
    @Nullable
    String page(
            @RequestParam(required = false) @Nullable String error,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Authentication current = Objects.requireNonNull(accounts.of(request), "the chain lets no visitor in");
        if (Stage.of(current) == Stage.SIGNED_IN) {
            return proof(current, error, request, response, model);
        }
        if (Stage.of(current) != Stage.CODE) {
            wayIn.commence(request, response, new InsufficientAuthenticationException("no code is waited for"));
            return null;
        }
        Person person = Person.of(current);
        model.addAttribute("person", person);
        model.addAttribute("company", person.company());
        explain(person, error, model);
        model.addAttribute("offer", offers.to(person.id(), request, person.parameters()));
        model.addAttribute("days", person.parameters().number(Parameter.TRUSTED_DEVICE_DAYS));
        model.addAttribute("remembered", remembers(request));
        return "login/code";
    }

    /** The page for who is signed in, or null once he is led elsewhere, having nothing to prove here. */
    private @Nullable String proof(
            Authentication signIn,
            @Nullable String error,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        String next = proofs.next(signIn, request, response);
        if (!next.equals(ProofsOwed.CODE_STEP) || request.getParameter("proof") == null) {
            Reply.redirect(request, response, next);
            return null;
        }
        Person person = Person.of(signIn);
        proofs.explain(person, request, response, model);
        explain(person, error, model);
        return "login/proof-code";
    }

    private void explain(Person person, @Nullable String error, Model model) {
        var wait = tries.wait(person.id());
        model.addAttribute("refusal", refusal(error, wait.isPresent()));
        model.addAttribute("opens", wait.map(CodeTries.Wait::end).orElse(null));
        model.addAttribute("stopped", wait.isPresent() && wait.get().end() == null);
        model.addAttribute("serverTime", times.clock(person.timeZone()));
    }

    private static @Nullable String refusal(@Nullable String error, boolean waits) {
        return Arrays.stream(Refusal.values())
                .map(Refusal::code)
                .filter(code -> code.equals(error))
                // A wait that is over is nothing to tell.
                .filter(code -> waits || !code.equals(Refusal.WAIT.code()))
                .findFirst()
                .orElse(null);
    }
}
