package dev.vestibule.session;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps a signed-in page from writing and from looking twice.
 *
 * <p>Spring Session writes the last access with every request, and looks a session up once more after it saved it. Here
 * the last access moves at most once a minute, and the look after the save is answered from the same thread's memory,
 * which {@link Forget} clears before the next request.
 *
 * <p>Nor does a mere look move the last access: that is for {@link SessionLifetime} to say, or a request that came too
 * late would bring its session back.
 */
final class SparingSessionRepository<S extends Session>
        implements SessionRepository<SparingSessionRepository.Sparing<S>> {
    /** Precise enough for "last seen", and sixty times cheaper than the truth. */
    static final Duration GRAIN = Duration.ofMinutes(1);

    private static final ThreadLocal<@Nullable Session> SAVED = new ThreadLocal<>();

    private final SessionRepository<S> sessions;
    private final Clock clock;

    SparingSessionRepository(SessionRepository<S> sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public Sparing<S> createSession() {
        S created = sessions.createSession();
        created.setLastAccessedTime(clock.instant());
        return new Sparing<>(created);
    }

    @Override
    public void save(Sparing<S> session) {
        sessions.save(session.stored);
        SAVED.set(session);
    }

    @Override
    @SuppressWarnings("unchecked") // Only save() fills the memory.
    public @Nullable Sparing<S> findById(String id) {
        if (SAVED.get() instanceof Sparing<?> saved && saved.getId().equals(id)) {
            return (Sparing<S>) saved;
        }
        S found = sessions.findById(id);
        return found == null ? null : new Sparing<>(found);
    }

    @Override
    public void deleteById(String id) {
        SAVED.remove();
        sessions.deleteById(id);
    }

    /**
     * Clears what the thread remembers of the request before. Not at that request's end: its error page is a dispatch of
     * its own, and would look the session up once more.
     */
    static final class Forget extends OncePerRequestFilter {
        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            SAVED.remove();
            chain.doFilter(request, response);
        }
    }

    /** A session whose last access moves in steps. */
    static final class Sparing<S extends Session> implements Session {
        private final S stored;

        private Sparing(S stored) {
            this.stored = stored;
        }

        /** Spring Session's filter says so of every session it is asked for, even of one that is over. */
        @Override
        public void setLastAccessedTime(Instant time) {}

        private void see(Instant time) {
            if (!time.isBefore(stored.getLastAccessedTime().plus(GRAIN))) {
                stored.setLastAccessedTime(time);
            }
        }

        @Override
        public String getId() {
            return stored.getId();
        }

        @Override
        public String changeSessionId() {
            return stored.changeSessionId();
        }

        @Override
        public <T> @Nullable T getAttribute(String name) {
            return stored.getAttribute(name);
        }

        @Override
        public Set<String> getAttributeNames() {
            return stored.getAttributeNames();
        }

        @Override
        public void setAttribute(String name, Object value) {
            if (SessionLifetime.SEEN.equals(name)) {
                see((Instant) value);
            } else {
                stored.setAttribute(name, value);
            }
        }

        @Override
        public void removeAttribute(String name) {
            stored.removeAttribute(name);
        }

        @Override
        public Instant getCreationTime() {
            return stored.getCreationTime();
        }

        @Override
        public Instant getLastAccessedTime() {
            return stored.getLastAccessedTime();
        }

        @Override
        public void setMaxInactiveInterval(Duration interval) {
            stored.setMaxInactiveInterval(interval);
        }

        @Override
        public Duration getMaxInactiveInterval() {
            return stored.getMaxInactiveInterval();
        }

        @Override
        public boolean isExpired() {
            return stored.isExpired();
        }
    }
}
