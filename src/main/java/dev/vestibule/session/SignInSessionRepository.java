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
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Saves statements on signed-in pages.
 *
 * <p>Spring Session writes the last access with every request, and reads a session once more after saving it. Here the
 * last access changes at most once a minute, and the read after the save is answered from a thread-local copy, which
 * {@link Forget} clears before the next request.
 *
 * <p>Reading a session does not change its last access: {@link SessionLifetime} decides about that. Otherwise a request
 * after the expiry would revive its session.
 *
 * <p>A {@link SignIn} is written when it is set, in the transaction of its step, and not when Spring Session saves a
 * session at the end of the request. When that transaction is rolled back, the request neither saves its session nor
 * sends its cookie: the browser keeps its previous session.
 */
final class SignInSessionRepository<S extends Session>
        implements SessionRepository<SignInSessionRepository.Sparing<S>> {
    /** Precise enough for "last seen", at a sixtieth of the writes. */
    static final Duration GRAIN = Duration.ofMinutes(1);

    private static final ThreadLocal<@Nullable Session> SAVED = new ThreadLocal<>();

    /** The previous id of this request's session, whose row no longer exists. */
    private static final ThreadLocal<@Nullable String> REPLACED = new ThreadLocal<>();

    /** Whether a change of this request's session was rolled back. */
    private static final ThreadLocal<@Nullable Boolean> UNDONE = new ThreadLocal<>();

    private final SessionRepository<S> sessions;
    private final Clock clock;

    SignInSessionRepository(SessionRepository<S> sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public Sparing<S> createSession() {
        S created = sessions.createSession();
        created.setLastAccessedTime(clock.instant());
        return new Sparing<>(created, this);
    }

    /** Spring Session calls this at the end of a request; changes of a sign-in step are written before. */
    @Override
    public void save(Sparing<S> session) {
        if (!isUndone()) {
            write(session);
        }
    }

    private void write(Sparing<S> session) {
        watchTransaction();
        try {
            sessions.save(session.stored);
            SAVED.set(session);
        } catch (RuntimeException e) {
            UNDONE.set(true);
            throw e;
        }
    }

    /** Replaces a session's row by one with another id. */
    private void replace(Sparing<S> session) {
        String before = session.getId();
        deleteById(before);
        REPLACED.set(before);
        session.stored = sessions.createSession();
        session.stored.setLastAccessedTime(clock.instant());
    }

    private static void watchTransaction() {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCompletion(int status) {
                    if (status != STATUS_COMMITTED) {
                        UNDONE.set(true);
                        REPLACED.remove();
                    }
                }
            });
        }
    }

    /** Whether the cookie of this request's session must not be sent, because its row was rolled back. */
    static boolean isUndone() {
        return UNDONE.get() != null;
    }

    @Override
    @SuppressWarnings("unchecked") // Only save() writes the copy.
    public @Nullable Sparing<S> findById(String id) {
        if (SAVED.get() instanceof Sparing<?> saved && saved.getId().equals(id)) {
            return (Sparing<S>) saved;
        }
        if (id.equals(REPLACED.get())) {
            return null;
        }
        S found = sessions.findById(id);
        return found == null ? null : new Sparing<>(found, this);
    }

    @Override
    public void deleteById(String id) {
        SAVED.remove();
        watchTransaction();
        sessions.deleteById(id);
    }

    /** Clears the copy of the previous request. */
    static void forgetRequest() {
        SAVED.remove();
        UNDONE.remove();
        REPLACED.remove();
    }

    /**
     * Clears the thread-local copy at the beginning of a request, not at its end: the error page is a dispatch of its
     * own, which would read the session once more.
     */
    static final class Forget extends OncePerRequestFilter {
        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            forgetRequest();
            chain.doFilter(request, response);
        }
    }

    /** A session whose last access changes at most once a minute. */
    static final class Sparing<S extends Session> implements Session {
        private final SignInSessionRepository<S> sessions;
        private S stored;

        private Sparing(S stored, SignInSessionRepository<S> sessions) {
            this.stored = stored;
            this.sessions = sessions;
        }

        /** Spring Session's filter calls this for every session that it reads, even an expired one. */
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

        /** Not an UPDATE: a late request with the old row would write its old id back. */
        @Override
        public String changeSessionId() {
            sessions.replace(this);
            return getId();
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
                return;
            }
            stored.setAttribute(name, value);
            if (SignIn.ATTRIBUTE.equals(name)) {
                sessions.write(this);
            }
        }

        @Override
        public void removeAttribute(String name) {
            stored.removeAttribute(name);
            if (SignIn.ATTRIBUTE.equals(name)) {
                sessions.write(this);
            }
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
