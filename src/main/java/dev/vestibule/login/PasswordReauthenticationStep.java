package dev.vestibule.login;

import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.stereotype.Component;

/** The first step, {@code /login}, taken once more by who is signed in; {@link PasswordStep} shows it. */
@Component
class PasswordReauthenticationStep {
    private final PasswordStep step;
    private final SignInCompletion onward;
    private final Reauthentication proofs;

    PasswordReauthenticationStep(PasswordStep step, SignInCompletion onward, Reauthentication proofs) {
        this.step = step;
        this.onward = onward;
        this.proofs = proofs;
    }

    /** Puts the filter in front of the one that signs in: it takes the forms that are no new sign-in. */
    AbstractHttpConfigurer<?, HttpSecurity> configurer() {
        return new Wiring();
    }

    private final class Wiring extends AbstractHttpConfigurer<Wiring, HttpSecurity> {
        @Override
        public void configure(HttpSecurity http) {
            var filter = new PasswordReauthenticationFilter(proofs);
            filter.setAuthenticationManager(http.getSharedObject(AuthenticationManager.class));
            filter.setAuthenticationDetailsSource(step::knock);
            filter.setAuthenticationSuccessHandler(onward);
            filter.setAuthenticationFailureHandler(step::refuse);
            http.addFilterBefore(postProcess(filter), UsernamePasswordAuthenticationFilter.class);
        }
    }
}
