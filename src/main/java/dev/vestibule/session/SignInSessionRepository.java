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
 * Keeps a signed-in page from writing and from looking twice.
 *
 * <p>Spring Session writes the last access with every request, and looks a session up once more after it saved it. Here
 * the last access moves at most once a minute, and the look after the save is answered from the same thread's memory,
 * which {@link Forget} clears before the next request.
 *
 * <p>Nor does a mere look move the last access: that is for {@link SessionLifetime} to say, or a request that came too
 * late would bring its session back.
 *
 * <p>A {@link SignIn} is written when it is set, in the transaction of the step that it belongs to, and not when Spring
 * Session saves a session at the end of the request. When that transaction is rolled back, the request neither saves its
 * session nor sends its cookie: the browser stays where it was.
 */
final class SignInSessionRepository<S extends Session>
        implements SessionRepository<SignInSessionRepository.Sparing<S>> {
    /** Precise enough for "last seen", and sixty times cheaper than the truth. */
    static final Duration GRAIN = Duration.ofMinutes(1);

    private static final ThreadLocal<@Nullable Session> SAVED = new ThreadLocal<>();

    /** The id that this request's session had before: nobody needs to look for its row. */
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

    /** Spring Session's own call at the end of a request; what a step of a sign-in changes is written before. */
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

    /** Another row with another id takes the place of a session's row. */
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

    /** Whether the cookie of this request's session must not be sent, as its row did not come to be. */
    static boolean isUndone() {
        return UNDONE.get() != null;
    }

    @Override
    @SuppressWarnings("unchecked") // Only save() fills the memory.
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

    /** Clears what the thread remembers of the request before. */
    static void forgetRequest() {
        SAVED.remove();
        UNDONE.remove();
        REPLACED.remove();
    }

    /**
     * Begins each request without what the thread remembers. Not at a request's end: its error page is a dispatch of its
     * own, and would look the session up once more.
     */
    static final class Forget extends OncePerRequestFilter {
        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            forgetRequest();
            chain.doFilter(request, response);
        }
    }

    /** A session whose last access moves in steps. */
    static final class Sparing<S extends Session> implements Session {
        private final SignInSessionRepository<S> sessions;
        private S stored;

        private Sparing(S stored, SignInSessionRepository<S> sessions) {
            this.stored = stored;
            this.sessions = sessions;
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

        /** Not by an UPDATE: a late request that holds the old row would write its old id back. */
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
