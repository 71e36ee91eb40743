package dev.vestibule.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.MissingPathVariableException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Answers 404 for a malformed id in the path: ids are opaque to clients, and no resource has this one. Spring's own
 * answer would be 400, which query parameters keep; the API has answers of its own.
 */
@Component
class UnknownId implements HandlerExceptionResolver, Ordered {
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception failure) {
        // Spring converts white space to null.
        boolean inThePath = failure instanceof MissingPathVariableException
                || failure instanceof MethodArgumentTypeMismatchException mismatch
                        && mismatch.getParameter().hasParameterAnnotation(PathVariable.class);
        if (!inThePath || Problem.isFor(request)) {
            return null;
        }
        try {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } catch (IOException e) {
            return null;
        }
        return new ModelAndView();
    }
}
