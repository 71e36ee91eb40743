package dev.vestibule.server;

import dev.vestibule.database.DatabaseClock;
import dev.vestibule.web.Redirects;
import dev.vestibule.web.Refused;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Checks no code of an authenticator app while this node's clock is wrong: right codes would be refused, and counted
 * against their users. It answers 503 before anything is counted; recovery codes and enrolment passes need no clock.
 */
final class CodesNeedTime extends OncePerRequestFilter {
    private static final Set<String> FIELDS = Set.of("confirmation_code", "first_code", "second_code");

    /** The clock is compared once a minute. */
    private static final Duration COME_AGAIN = Duration.ofMinutes(1);

    private final Supplier<DatabaseClock> clock;

    CodesNeedTime(Supplier<DatabaseClock> clock) {
        this.clock = clock;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return clock.get().isUsable() || FIELDS.stream().noneMatch(request.getParameterMap()::containsKey);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Redirects.refuse(request, response, Refused.CLOCK_WRONG, COME_AGAIN);
    }
}
