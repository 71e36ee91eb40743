package dev.vestibule.login;

import dev.vestibule.network.Site;
import dev.vestibule.principal.Factors;
import dev.vestibule.reauthentication.LoginRequestCache;
import dev.vestibule.reauthentication.RecentFactorAuthorizationManager;
import dev.vestibule.server.UploadFilter;
import dev.vestibule.web.LoginPaths;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authorization.AuthorizationManagers;
import org.springframework.security.config.annotation.authentication.builders.AuthenticationManagerBuilder;
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

/** The filter chain of the pages: the rules of all pages, and the steps of a sign-in. */
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
            List<SignInStep> steps,
            SignInContextRepository contexts,
            LoginRequestCache requestCache,
            LoginEntryPoint entryPoint,
            ExpiredFormHandler expiredForms,
            RecentFactorAuthorizationManager recentFactors,
            CsrfTokenRepository csrfTokens) {
        // A parent manager would check each password twice, but not that of a disabled account: the time would reveal
        // it.
        http.getSharedObject(AuthenticationManagerBuilder.class).parentAuthenticationManager(null);
        steps.forEach(step -> step.configure(http));
        return http.securityContext(context -> context.securityContextRepository(contexts))
                .sessionManagement(
                        session -> session.sessionFixation(SessionFixationConfigurer::none)) // SignInRecorder does.
                .requestCache(cache -> cache.requestCache(requestCache))
                .csrf(csrf -> csrf.csrfTokenRepository(csrfTokens))
                .addFilterBefore(uploads(recentFactors, entryPoint), CsrfFilter.class)
                .headers(AbstractHttpConfigurer::disable) // SecurityHeadersValve writes them, on refusals too.
                .exceptionHandling(denied -> exceptions(denied, entryPoint, expiredForms))
                .authorizeHttpRequests(requests -> rules(requests, steps, recentFactors))
                .build();
    }

    private static UploadFilter uploads(RecentFactorAuthorizationManager recentFactors, LoginEntryPoint entryPoint) {
        return new UploadFilter(
                MfaRule.<HttpServletRequest>rules().hasRole("ADMIN"),
                (signIn, request) -> recentFactors.authorize(signIn, new RequestAuthorizationContext(request)),
                entryPoint);
    }

    /** In a cookie: a form needs no session, and stays valid after one has ended. */
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
            ExceptionHandlingConfigurer<HttpSecurity> denied,
            LoginEntryPoint entryPoint,
            ExpiredFormHandler expiredForms) {
        // Not accessDeniedHandler(..): that would replace the handlers of a missing factor below.
        denied.defaultAccessDeniedHandlerFor(expiredForms, AnyRequestMatcher.INSTANCE)
                .authenticationEntryPoint(entryPoint)
                .defaultDeniedHandlerForMissingAuthority(entryPoint, Factors.PASSWORD)
                .defaultDeniedHandlerForMissingAuthority(entryPoint, Factors.TOTP);
    }

    private static void rules(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests,
            List<SignInStep> steps,
            RecentFactorAuthorizationManager recentFactors) {
        var factory = MfaRule.<RequestAuthorizationContext>rules();
        var signedIn = AuthorizationManagers.allOf(factory.authenticated(), recentFactors);
        requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                .permitAll()
                .requestMatchers("/assets/**", "/favicon*")
                .permitAll();
        steps.forEach(step -> step.authorize(requests));
        requests.requestMatchers(LoginPaths.WIZARD)
                .access(MfaRule.enrollingOr(signedIn))
                .requestMatchers("/settings/**")
                // The role first: a user without it gets 403 and is not asked to reauthenticate.
                .access(AuthorizationManagers.allOf(factory.hasRole("ADMIN"), recentFactors))
                .anyRequest()
                .access(signedIn);
    }
}
