package dev.vestibule.api;

import dev.vestibule.apikey.Scope;
import dev.vestibule.web.Problem;
import dev.vestibule.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The filter chain of the API: each request is authenticated anew. No session is read, rotated or created, so that
 * cookies have no effect and a form on another site cannot act in a browser's name.
 */
@Configuration(proxyBeanMethods = false)
class ApiSecurity {
    /** The one resource that needs no credential. */
    static final RequestMatcher PUBLIC = PathPatternRequestMatcher.pathPattern("/api/v1/openapi.json");

    /** The caller's own account and credential. */
    private static final RequestMatcher OWN = PathPatternRequestMatcher.pathPattern("/api/v1/me/**");

    private static final RequestMatcher OWN_KEY =
            PathPatternRequestMatcher.pathPattern(HttpMethod.DELETE, "/api/v1/me/api-key");

    private static final Set<String> READING = Set.of("GET", "HEAD");

    /** Before the pages' chain, which matches every request. */
    @Bean
    @Order(0)
    SecurityFilterChain api(HttpSecurity http, ApiAuthenticationService credentials, Problems problems) {
        return http.securityMatcher("/api", "/api/**")
                .securityContext(context -> context.securityContextRepository(new NullSecurityContextRepository()))
                .sessionManagement(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .csrf(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable) // server.SecurityHeadersValve writes them, on refusals too.
                .logout(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .addFilterBefore(new ApiAuthenticationFilter(credentials, problems), AuthorizationFilter.class)
                .exceptionHandling(denied -> denied.accessDeniedHandler((request, response, refusal) -> problems.write(
                        response, isOpen(caller(), request) ? Problem.INSUFFICIENT_SCOPE : Problem.FORBIDDEN)))
                .authorizeHttpRequests(rules -> rules.requestMatchers(PUBLIC)
                        .permitAll()
                        .anyRequest()
                        .access((authentication, context) ->
                                new AuthorizationDecision(isOpen(authentication.get(), context.getRequest())
                                        && isInScope(authentication.get(), context.getRequest()))))
                .build();
    }

    private static @Nullable Authentication caller() {
        return SecurityContextHolder.getContext().getAuthentication();
    }

    /**
     * Whether the caller's role may use the resource; the problem of a denial depends on it before it depends on the
     * scope.
     */
    private static boolean isOpen(@Nullable Authentication authentication, HttpServletRequest request) {
        return authentication instanceof ApiAuthentication caller
                && (OWN.matches(request) || caller.principal().administrator());
    }

    private static boolean isInScope(@Nullable Authentication authentication, HttpServletRequest request) {
        return authentication instanceof ApiAuthentication caller
                && (caller.scope() == Scope.WRITE || READING.contains(request.getMethod()) || OWN_KEY.matches(request));
    }
}
