package dev.vestibule.login;

import dev.vestibule.reauthentication.Reauthentication;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.stereotype.Component;

/** Takes the password form of a signed-in user who has to reauthenticate; {@link PasswordStep} shows it. */
@Component
class PasswordReauthenticationStep implements SignInStep {
    private final PasswordStep step;
    private final SignInCompletion completion;
    private final Reauthentication reauthentication;
    private final PasswordReauthenticationProvider provider;

    PasswordReauthenticationStep(
            PasswordStep step,
            SignInCompletion completion,
            Reauthentication reauthentication,
            PasswordReauthenticationProvider provider) {
        this.step = step;
        this.completion = completion;
        this.reauthentication = reauthentication;
        this.provider = provider;
    }

    @Override
    public void configure(HttpSecurity http) {
        var filter = new PasswordReauthenticationFilter(reauthentication);
        filter.setAuthenticationDetailsSource(step::attempt);
        filter.setAuthenticationSuccessHandler(completion);
        filter.setAuthenticationFailureHandler(step::refuse);
        SignInStep.add(filter, http);
        http.authenticationProvider(provider);
    }
}
