package dev.vestibule.api;

import dev.vestibule.account.AccountNotFoundException;
import dev.vestibule.web.Problem;
import dev.vestibule.web.ProblemException;
import dev.vestibule.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.stream.Collectors;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingPathVariableException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/** Answers what the API and Spring refuse with a problem; faults are left to the error page. */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE + 1) // after SignedInPageFrame
class ApiExceptionHandler {
    private final Problems problems;

    ApiExceptionHandler(Problems problems) {
        this.problems = problems;
    }

    @ExceptionHandler({
        ProblemException.class,
        AccountNotFoundException.class,
        MethodArgumentNotValidException.class,
        HttpRequestMethodNotSupportedException.class,
        NoResourceFoundException.class,
        MethodArgumentTypeMismatchException.class,
        MissingPathVariableException.class,
        HttpMediaTypeNotSupportedException.class,
        HttpMediaTypeNotAcceptableException.class
    })
    void refuse(Exception refusal, HttpServletRequest request, HttpServletResponse response) throws Exception {
        if (!Problem.isFor(request)) {
            throw refusal; // By a page: the next resolver answers it.
        }
        problems.write(response, problem(refusal, request, response));
    }

    private static ProblemException problem(
            Exception refusal, HttpServletRequest request, HttpServletResponse response) {
        if (refusal instanceof ProblemException ours) {
            return ours;
        }
        if (refusal instanceof MethodArgumentNotValidException query) {
            return RequestCheck.invalid(query.getFieldErrors().get(0).getField());
        }
        // A POST to a path without a resource reaches the handler of static files, which allows GET only.
        boolean nothing = request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE)
                instanceof ResourceHttpRequestHandler;
        if (refusal instanceof HttpRequestMethodNotSupportedException method && !nothing) {
            return notAllowed(method, response);
        }
        if (refusal instanceof AccountNotFoundException gone) {
            return gone(gone, response);
        }
        if (refusal instanceof HttpMediaTypeNotSupportedException) {
            return new ProblemException(Problem.UNSUPPORTED_MEDIA_TYPE);
        }
        return new ProblemException(
                refusal instanceof HttpMediaTypeNotAcceptableException
                        ? Problem.NOT_ACCEPTABLE
                        // No resource has a malformed id.
                        : Problem.NOT_FOUND);
    }

    /** The account was deleted during the request; a caller whose own account it was has no credential any more. */
    private static ProblemException gone(AccountNotFoundException gone, HttpServletResponse response) {
        boolean own = SecurityContextHolder.getContext().getAuthentication() instanceof ApiAuthentication caller
                && caller.principal().id().equals(gone.account());
        if (own) {
            ApiAuthenticationFilter.challenge(response);
        }
        return new ProblemException(own ? Problem.UNAUTHENTICATED : Problem.NOT_FOUND);
    }

    private static ProblemException notAllowed(
            HttpRequestMethodNotSupportedException refusal, HttpServletResponse response) {
        var allowed = refusal.getSupportedHttpMethods();
        if (allowed != null) {
            response.setHeader(
                    HttpHeaders.ALLOW,
                    allowed.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", ")));
        }
        return new ProblemException(Problem.METHOD_NOT_ALLOWED);
    }
}
