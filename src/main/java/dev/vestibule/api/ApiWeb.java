package dev.vestibule.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Gives resources their {@link Query} and their {@link Body}, and refuses one that they do not take. */
@Configuration(proxyBeanMethods = false)
class ApiWeb implements WebMvcConfigurer {
    private static final String QUERY = Query.class.getName();

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new Check()).addPathPatterns("/api/**");
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new Arguments());
    }

    private static final class Check implements HandlerInterceptor {
        @Override
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
                throws Exception {
            if (handler instanceof HandlerMethod method) {
                Takes takes = method.getMethodAnnotation(Takes.class);
                Set<String> known = takes == null ? Set.of() : Set.of(takes.value());
                request.setAttribute(QUERY, Query.of(request.getQueryString(), known));
                boolean body = Arrays.stream(method.getMethodParameters())
                        .anyMatch(parameter -> parameter.getParameterType().equals(Body.class));
                if (!body) {
                    new Body(request).requireNone();
                }
            }
            return true;
        }
    }

    private static final class Arguments implements HandlerMethodArgumentResolver {
        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType().equals(Query.class)
                    || parameter.getParameterType().equals(Body.class);
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest web,
                @Nullable WebDataBinderFactory binders) {
            HttpServletRequest request = Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
            return parameter.getParameterType().equals(Body.class)
                    ? new Body(request)
                    : Objects.requireNonNull(request.getAttribute(QUERY), "the check has read it");
        }
    }
}
