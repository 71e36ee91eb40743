package dev.vestibule.login;

import dev.vestibule.network.Site;
import dev.vestibule.principal.Factors;
import dev.vestibule.server.UploadFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationEventPublisher;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authorization.AuthorizationManagers;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.ExceptionHandlingConfigurer;
import org.springframework.security.config.annotation.web.configurers.SessionManagementConfigurer.SessionFixationConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;

/** The corridor as a table of contents: what guards the pages, and in which order one walks through the login. */
@Configuration(proxyBeanMethods = false)
class LoginSecurity {
    @Bean
    @Order(1)
    SecurityFilterChain health(HttpSecurity http) {
        return http.securityMatcher(EndpointRequest.toAnyEndpoint())
                .authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain pages(
            HttpSecurity http,
            SignInContextRepository accounts,
            LoginRequestCache pageAskedFor,
            PasswordStep passwordStep,
            PasswordAuthenticationProvider passwords,
            PasswordReauthenticationStep passwordProofStep,
            PasswordReauthenticationProvider passwordProofs,
            TotpStep codeStep,
            TotpAuthenticationProvider codes,
            RecoveryStep recoveryStep,
            RecoveryCodeProvider recoveryCodes,
            Logout logout,
            LoginEntryPoint wayIn,
            ExpiredFormHandler expiredForms,
            RecentFactorAuthorizationManager freshness,
            CsrfTokenRepository csrfTokens,
            AuthenticationEventPublisher events) {
        // A parent manager would check each password twice, but not that of a disabled account: the time would tell.
        var providers = new ProviderManager(passwords, passwordProofs, codes, recoveryCodes);
        providers.setAuthenticationEventPublisher(events);
        return http.authenticationManager(providers)
                .securityContext(context -> context.securityContextRepository(accounts))
                .sessionManagement(
                        session -> session.sessionFixation(SessionFixationConfigurer::none)) // NewSession does.
                .requestCache(cache -> cache.requestCache(pageAskedFor))
                .csrf(csrf -> csrf.csrfTokenRepository(csrfTokens))
                .addFilterBefore(
                        new UploadFilter(
                                MfaRule.<HttpServletRequest>rules().hasRole("ADMIN"),
                                (signIn, request) ->
                                        freshness.authorize(signIn, new RequestAuthorizationContext(request)),
                                wayIn),
                        CsrfFilter.class)
                .headers(AbstractHttpConfigurer::disable) // page.Headers writes them, on refusals too.
                .formLogin(passwordStep::configure)
                .with(passwordProofStep.configurer(), proof -> {})
                .with(codeStep.configurer(), code -> {})
                .with(recoveryStep.configurer(), code -> {})
                .logout(logout::configure)
                .exceptionHandling(denied -> exceptions(denied, wayIn, expiredForms))
                .authorizeHttpRequests(rules -> rules(rules, freshness))
                .build();
    }

    /** In a cookie: a form costs no session, and outlives one. */
    @Bean
    static CsrfTokenRepository csrfTokens(Site site) {
        var tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName(site.https() ? "__Host-csrf" : "csrf");
        tokens.setCookiePath("/");
        tokens.setCookieCustomizer(cookie -> {
            cookie.sameSite("Lax");
            if (site.https()) {
                cookie.secure(true);
            }
        });
        return tokens;
    }

    private static void exceptions(
            ExceptionHandlingConfigurer<HttpSecurity> denied, LoginEntryPoint wayIn, ExpiredFormHandler expiredForms) {
        // Not accessDeniedHandler(..): that would take the place of the ways to the missing factor below.
        denied.defaultAccessDeniedHandlerFor(expiredForms, AnyRequestMatcher.INSTANCE)
                .authenticationEntryPoint(wayIn)
                .defaultDeniedHandlerForMissingAuthority(wayIn, Factors.PASSWORD)
                .defaultDeniedHandlerForMissingAuthority(wayIn, Factors.TOTP)
                .defaultDeniedHandlerForMissingAuthority(wayIn, Factors.TRUSTED_DEVICE);
    }

    private static void rules(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry rules,
            RecentFactorAuthorizationManager freshness) {
        var people = MfaRule.<RequestAuthorizationContext>rules();
        var signedIn = AuthorizationManagers.allOf(people.authenticated(), freshness);
        rules.dispatcherTypeMatchers(DispatcherType.ERROR)
                .permitAll()
                .requestMatchers("/css/**", "/js/**", "/webjars/**", "/favicon*")
                .permitAll()
                .requestMatchers("/login", "/logout", "/set-password/*", ChangePasswordUrl.PATH, SignInHelp.PATH)
                .permitAll()
                .requestMatchers("/login/code", "/login/recovery", "/login/clock", EnrolmentPassStep.PATH)
                .access(MfaRule.passwordGiven())
                .requestMatchers(EnrolmentPassStep.WIZARD)
                .access(MfaRule.enrollingOr(signedIn))
                .requestMatchers("/settings/**")
                // The role first: who has it not is told so, and proves nothing in vain.
                .access(AuthorizationManagers.allOf(people.hasRole("ADMIN"), freshness))
                .anyRequest()
                .access(signedIn);
    }
}
