package dev.vestibule.api;

import dev.vestibule.web.Problem;
import dev.vestibule.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.RecordComponent;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Rejects unsupported parts of a request: parameters of the query that are not in one of its {@link ModelAttribute}
 * records, that come twice or are no text, and a body where none is consumed.
 */
@Configuration(proxyBeanMethods = false)
class RequestCheck implements WebMvcConfigurer, HandlerInterceptor {
    /** Names that a problem may quote; others may be anything. */
    private static final Pattern NAME = Pattern.compile("[a-z_]{1,40}");

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            requireKnown(request.getQueryString(), queryParameters(method));
            boolean body = Objects.requireNonNull(AnnotatedElementUtils.findMergedAnnotation(
                                    method.getMethod(), RequestMapping.class))
                            .consumes()
                            .length
                    > 0;
            if (!body && StrictJson.body(request).length > 0) {
                throw new ProblemException(Problem.MALFORMED, "this takes no body");
            }
        }
        return true;
    }

    /** The names of the parameters that a resource takes in its query. */
    static Set<String> queryParameters(HandlerMethod method) {
        return Arrays.stream(method.getMethodParameters())
                .filter(parameter -> parameter.hasParameterAnnotation(ModelAttribute.class))
                .map(MethodParameter::getParameterType)
                .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
    }

    private static void requireKnown(@Nullable String query, Set<String> known) {
        if (query == null || query.isEmpty()) {
            return;
        }
        Set<String> seen = new HashSet<>();
        for (String pair : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            String name = decode(parts[0]);
            if (!known.contains(name) || !seen.add(name)) {
                throw invalid(name);
            }
            decode(parts[parts.length - 1]);
        }
    }

    /** PostgreSQL has no text for NUL, and bytes that are no UTF-8 are no text at all. */
    private static String decode(String text) {
        try {
            String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
            if (decoded.indexOf('\0') < 0 && decoded.indexOf('\ufffd') < 0) {
                return decoded;
            }
        } catch (IllegalArgumentException e) {
            // Malformed text is rejected as well.
        }
        throw invalid("");
    }

    static ProblemException invalid(String parameter) {
        return NAME.matcher(parameter).matches()
                ? new ProblemException(Problem.INVALID_QUERY, parameter)
                : new ProblemException(Problem.INVALID_QUERY);
    }
}
