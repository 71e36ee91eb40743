package dev.vestibule.server;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * Answers load balancers and kubelets on the main port, under any host name, in one word: without a session, and
 * without details of the installation.
 *
 * <p>Spring Boot's own additional paths would answer with JSON, and only after the check of the host name. As any
 * client may send probes, the database is queried at most once a second, by one request at a time.
 */
final class ProbeFilter extends HttpFilter {
    static final String LIVE = "/livez";
    static final String READY = "/readyz";

    private static final long serialVersionUID = 1;
    private static final Set<String> METHODS = Set.of("GET", "HEAD");
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final transient ApplicationAvailability availability;
    private final transient Supplier<HealthEndpoint> health;
    private final ReentrantLock asking = new ReentrantLock();
    private transient volatile @Nullable Answer last;

    private record Answer(boolean ready, long nanoTime) {
        boolean isFresh() {
            return System.nanoTime() - nanoTime < FRESH.toNanos();
        }
    }

    ProbeFilter(ApplicationAvailability availability, Supplier<HealthEndpoint> health) {
        this.availability = availability;
        this.health = health;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        if (!METHODS.contains(request.getMethod())) {
            response.setHeader(HttpHeaders.ALLOW, "GET, HEAD");
            write(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "method not allowed");
        } else if (LIVE.equals(request.getServletPath())) {
            write(response, availability.getLivenessState() == LivenessState.CORRECT, "not live");
        } else {
            write(response, isReady(), "not ready");
        }
    }

    private boolean isReady() {
        Answer known = last;
        if (known != null && known.isFresh()) {
            return known.ready();
        }
        if (known != null && !asking.tryLock()) {
            return known.ready(); // Another request is querying the database.
        }
        if (known == null) {
            asking.lock();
        }
        try {
            Answer answer = last;
            if (answer == null || !answer.isFresh()) {
                answer = new Answer(isUp(), System.nanoTime());
                last = answer;
            }
            return answer.ready();
        } finally {
            asking.unlock();
        }
    }

    private boolean isUp() {
        var readiness = health.get().healthForPath("readiness");
        return readiness != null && Status.UP.equals(readiness.getStatus());
    }

    private static void write(HttpServletResponse response, boolean good, String otherwise) throws IOException {
        write(
                response,
                good ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                good ? "ok" : otherwise);
    }

    private static void write(HttpServletResponse response, int status, String word) throws IOException {
        byte[] body = word.getBytes(StandardCharsets.US_ASCII);
        response.setStatus(status);
        response.setContentType(MediaType.TEXT_PLAIN_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
