package dev.vestibule.server;

import dev.vestibule.database.DatabaseOutage;
import dev.vestibule.platform.BusyException;
import dev.vestibule.web.Problem;
import dev.vestibule.web.ProblemException;
import dev.vestibule.web.Problems;
import dev.vestibule.web.Redirects;
import dev.vestibule.web.Times;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.i18n.FixedLocaleResolver;
import org.springframework.web.servlet.resource.ResourceUrlEncodingFilter;
import org.springframework.web.servlet.resource.ResourceUrlProvider;
import org.springframework.web.servlet.resource.ResourceUrlProviderExposingInterceptor;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

/**
 * Answers 503 while the database is unavailable. No cookie is changed, so users continue their sessions after the
 * outage.
 *
 * <p>The filter is outside the session filter and renders its page itself. A dispatch to {@code /error} would read the
 * session again, and wait for the database a second time.
 */
final class OutageFilter implements Filter {
    private static final Logger LOG = LoggerFactory.getLogger(OutageFilter.class);

    /** Connections return within a second or so of the database; a restart of the database takes a few. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private static final int DEEPEST_CAUSE = 50;

    /** Why the request was not processed. */
    private enum Reason {
        NO_DATABASE("503"),
        /** Too many sign-ins at once, for example; the answer must not claim that a password was wrong. */
        BUSY("503.busy");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        ProblemException problem() {
            return this == BUSY
                    ? new ProblemException(Problem.UNAVAILABLE, "busy")
                    : new ProblemException(Problem.UNAVAILABLE);
        }
    }

    private final ThymeleafViewResolver views;
    private final ResourceUrlProvider files;
    private final Problems problems;
    private final Supplier<Times> times;
    private final Supplier<DatabaseOutage> database;
    private final ResourceUrlEncodingFilter hashedLinks = new ResourceUrlEncodingFilter();

    OutageFilter(
            ThymeleafViewResolver views,
            ResourceUrlProvider files,
            Problems problems,
            Supplier<Times> times,
            Supplier<DatabaseOutage> database) {
        this.database = database;
        this.views = views;
        this.files = files;
        this.problems = problems;
        this.times = times;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletResponse answer = (HttpServletResponse) response;
        Map<String, List<String>> headers = headers(answer);
        try {
            chain.doFilter(request, response);
        } catch (IOException | ServletException | RuntimeException e) {
            boolean busy = causes(e).anyMatch(BusyException.class::isInstance);
            if (answer.isCommitted() || !busy && !DatabaseOutage.isRepeatable(e)) {
                throw e;
            }
            if (busy) {
                LOG.debug("Busy", e);
            } else {
                database.get().notice(e);
            }
            refuse(busy ? Reason.BUSY : Reason.NO_DATABASE, (HttpServletRequest) request, answer, headers);
        }
    }

    /** The headers that were set before the request was processed. */
    private static Map<String, List<String>> headers(HttpServletResponse response) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        response.getHeaderNames().forEach(name -> headers.put(name, List.copyOf(response.getHeaders(name))));
        return headers;
    }

    private static Stream<Throwable> causes(Throwable fault) {
        return Stream.iterate(fault, Objects::nonNull, Throwable::getCause).limit(DEEPEST_CAUSE);
    }

    private void refuse(
            Reason reason, HttpServletRequest request, HttpServletResponse response, Map<String, List<String>> headers)
            throws IOException, ServletException {
        response.reset(); // The cookies that the failed request has set are removed with it.
        headers.forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(RETRY_AFTER.toSeconds()));
        if (Problem.isFor(request)) {
            problems.write(response, reason.problem());
            return;
        }
        hashedLinks.doFilter(request, response, (plain, hashed) -> {
            plain.setAttribute(ResourceUrlProviderExposingInterceptor.RESOURCE_URL_PROVIDER_ATTR, files);
            show(reason, (HttpServletRequest) plain, (HttpServletResponse) hashed);
        });
    }

    private void show(Reason reason, HttpServletRequest request, HttpServletResponse response) throws ServletException {
        try {
            // The DispatcherServlet, which sets the locale of pages to English, has not run.
            request.setAttribute(DispatcherServlet.LOCALE_RESOLVER_ATTRIBUTE, new FixedLocaleResolver(Locale.ENGLISH));
            View page = Objects.requireNonNull(views.resolveViewName(Redirects.ERROR_VIEW, Locale.ENGLISH));
            page.render(
                    Map.of(
                            "status",
                            HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                            "code",
                            reason.code,
                            "wait",
                            times.get().markedWait(RETRY_AFTER)),
                    request,
                    response);
        } catch (Exception e) {
            throw new ServletException("the page of an outage cannot be shown", e);
        }
    }
}
