package dev.vestibule.api;

import dev.vestibule.apikey.Scope;
import dev.vestibule.web.Problem;
import dev.vestibule.web.Problem.Code;
import dev.vestibule.web.Problems;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * What guards the API: each request says anew who asks, and nothing is remembered of it. No session is read, rotated or
 * made, so a browser's cookies neither help nor harm here, and no form on another site can act in a browser's name.
 */
@Configuration(proxyBeanMethods = false)
class ApiChain {
    /** The only thing that is told to everybody. */
    static final RequestMatcher PUBLIC = PathPatternRequestMatcher.pathPattern("/api/v1/openapi.json");

    private static final RequestMatcher OWN_KEY =
            PathPatternRequestMatcher.pathPattern(HttpMethod.DELETE, "/api/v1/me/api-key");

    private static final Set<String> READING = Set.of("GET", "HEAD");

    /** Ahead of the pages' chain, which takes whatever is left. */
    @Bean
    @Order(0)
    SecurityFilterChain api(HttpSecurity http, ApiDoor door, Problems problems) {
        return http.securityMatcher("/api", "/api/**")
                .securityContext(context -> context.securityContextRepository(new NullSecurityContextRepository()))
                .sessionManagement(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .csrf(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable) // page.Headers writes them, on refusals too.
                .logout(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .addFilterBefore(new CredentialFilter(door, problems), AuthorizationFilter.class)
                .exceptionHandling(denied -> denied.accessDeniedHandler(
                        (request, response, refusal) -> problems.write(response, Problem.of(code(refusal)))))
                .authorizeHttpRequests(rules -> rules.requestMatchers(PUBLIC)
                        .permitAll()
                        .requestMatchers("/api/v1/me", "/api/v1/me/**")
                        .access(rule(true))
                        .anyRequest()
                        .access(rule(false)))
                .build();
    }

    /** The role first, then the scope. @param own whether it is about who asks alone */
    private static AuthorizationManager<RequestAuthorizationContext> rule(boolean own) {
        return (who, context) -> {
            if (!(who.get() instanceof ApiAuthentication program)) {
                return new Denied(Code.UNAUTHENTICATED); // Never, as the filter before lets nobody else pass.
            }
            if (!own && !program.person().administrator()) {
                return new Denied(Code.FORBIDDEN);
            }
            boolean reads = READING.contains(context.getRequest().getMethod()) || OWN_KEY.matches(context.getRequest());
            return reads || program.credential().scope() == Scope.WRITE
                    ? new AuthorizationDecision(true)
                    : new Denied(Code.INSUFFICIENT_SCOPE);
        };
    }

    private record Denied(Code code) implements AuthorizationResult {
        @Override
        public boolean isGranted() {
            return false;
        }
    }

    private static Code code(AccessDeniedException refusal) {
        return refusal instanceof AuthorizationDeniedException denied
                        && denied.getAuthorizationResult() instanceof Denied why
                ? why.code()
                : Code.FORBIDDEN;
    }
}
