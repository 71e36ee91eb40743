package dev.vestibule.login;

import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.web.authentication.AbstractAuthenticationProcessingFilter;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;

/**
 * The part of the filter chain of the pages that one step of a sign-in owns, or one page that needs no sign-in. The steps
 * have different paths, so their order does not matter.
 *
 * <p>It is no {@code Customizer<HttpSecurity>}, as Spring Security applies such a bean to every filter chain, that of the API
 * included.
 */
public interface SignInStep {
    /** Adds the filters and the authentication providers of this step; a page alone has none. */
    default void configure(HttpSecurity http) {}

    /** Adds the authorization rule of the paths of this step; a step on the path of another one has none. */
    default void authorize(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {}

    /** Adds a filter that authenticates by the providers of all steps. */
    static void add(AbstractAuthenticationProcessingFilter filter, HttpSecurity http) {
        // The chain builds the manager after all steps are configured.
        filter.setAuthenticationManager(
                asked -> http.getSharedObject(AuthenticationManager.class).authenticate(asked));
        http.addFilterBefore(filter, UsernamePasswordAuthenticationFilter.class);
    }
}
