package dev.vestibule.api;

import dev.vestibule.account.AccountNotFoundException;
import dev.vestibule.web.Problem;
import dev.vestibule.web.Problem.Code;
import dev.vestibule.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingPathVariableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/** Answers the API's refusals, those of Spring included; what is a fault goes on to who answers faults. */
@Component
class Refusals implements HandlerExceptionResolver, Ordered {
    private final Problems problems;

    Refusals(Problems problems) {
        this.problems = problems;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception refusal) {
        Problem problem = Problem.isFor(request) ? problem(refusal, handler, response) : null;
        if (problem == null) {
            return null;
        }
        try {
            problems.write(response, problem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ModelAndView();
    }

    private static @Nullable Problem problem(
            Exception refusal, @Nullable Object handler, HttpServletResponse response) {
        if (refusal instanceof Refusal ours) {
            return ours.problem();
        }
        if (refusal instanceof HttpRequestMethodNotSupportedException method) {
            // To POST where there is nothing is no question of the method.
            return handler instanceof ResourceHttpRequestHandler
                    ? Problem.of(Code.NOT_FOUND)
                    : notAllowed(method, response);
        }
        if (refusal instanceof AccountNotFoundException gone) {
            return gone(gone.account(), response);
        }
        // An id that is none is an id that nobody has.
        if (refusal instanceof NoResourceFoundException
                || refusal instanceof MethodArgumentTypeMismatchException
                || refusal instanceof MissingPathVariableException) {
            return Problem.of(Code.NOT_FOUND);
        }
        if (refusal instanceof HttpMediaTypeNotSupportedException) {
            return Problem.of(Code.UNSUPPORTED_MEDIA_TYPE);
        }
        return refusal instanceof HttpMediaTypeNotAcceptableException ? Problem.of(Code.NOT_ACCEPTABLE) : null;
    }

    /** Deleted while it was asked for; who asked for himself has no credential any more. */
    private static Problem gone(UUID account, HttpServletResponse response) {
        boolean own = SecurityContextHolder.getContext().getAuthentication() instanceof ApiAuthentication who
                && who.person().id().equals(account);
        if (own) {
            CredentialFilter.challenge(response);
        }
        return Problem.of(own ? Code.UNAUTHENTICATED : Code.NOT_FOUND);
    }

    private static Problem notAllowed(HttpRequestMethodNotSupportedException refusal, HttpServletResponse response) {
        var allowed = refusal.getSupportedHttpMethods();
        if (allowed != null) {
            response.setHeader(
                    HttpHeaders.ALLOW,
                    allowed.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", ")));
        }
        return Problem.of(Code.METHOD_NOT_ALLOWED);
    }
}
