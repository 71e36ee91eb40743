package dev.vestibule.session;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.session.SessionRepository;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The sessions of one request, its error page included.
 *
 * <p>A {@link SignIn} is written when it is set, in the transaction of its step, and not when Spring Session saves a
 * session at the end of the request. When that transaction is rolled back, the request neither saves its session nor
 * sends its cookie: the browser keeps its previous session.
 *
 * <p>Spring Session reads a session once more after saving it; that costs no statement here.
 */
final class RequestSessions implements SessionRepository<SignInSession> {
    private static final String ATTRIBUTE = RequestSessions.class.getName();

    private final SessionTable table;
    private final Clock clock;

    private @Nullable SignInSession current;

    /** The id of a session whose row this request has deleted. */
    private @Nullable String deleted;

    /** Whether a change was rolled back. */
    private boolean undone;

    private RequestSessions(SessionTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    static RequestSessions begin(HttpServletRequest request, SessionTable table, Clock clock) {
        if (request.getAttribute(ATTRIBUTE) instanceof RequestSessions begun) {
            return begun;
        }
        var sessions = new RequestSessions(table, clock);
        request.setAttribute(ATTRIBUTE, sessions);
        return sessions;
    }

    /** The session that this request has read or created. */
    static SignInSession current(HttpServletRequest request) {
        var sessions = (RequestSessions) Objects.requireNonNull(request.getAttribute(ATTRIBUTE), "no session filter");
        return Objects.requireNonNull(sessions.current, "no session was read");
    }

    Instant now() {
        return clock.instant();
    }

    @Override
    public SignInSession createSession() {
        current = new SignInSession(this, now());
        return current;
    }

    /** At the end of a request; only the last use is left to be written. */
    @Override
    public void save(SignInSession session) {
        if (!undone && session.isStored() && session.isSeen()) {
            table.touch(session.getId(), session.getLastAccessedTime());
        }
    }

    /** Writes the sign-in of a session, in its row or in a new one. */
    void write(SignInSession session) {
        watchTransaction();
        SignIn signIn = Objects.requireNonNull(session.signIn());
        try {
            if (session.isStored()) {
                table.update(session.getId(), signIn);
            } else {
                table.insert(session.getId(), signIn, session.getLastAccessedTime());
                session.setStored(true);
            }
        } catch (RuntimeException e) {
            undone = true;
            throw e;
        }
    }

    @Override
    public @Nullable SignInSession findById(String id) {
        if (isStored(id)) {
            return current;
        }
        if (id.equals(deleted)) {
            return null;
        }
        SignInSession found = table.find(id)
                .map(row -> new SignInSession(this, id, row.signIn(), row.lastSeen()))
                .orElse(null);
        if (found != null) {
            current = found;
        }
        return found;
    }

    @Override
    public void deleteById(String id) {
        watchTransaction();
        table.delete(id);
        deleted = id;
        if (current != null && current.getId().equals(id)) {
            current.setStored(false);
        }
    }

    /** Whether this is the id of a session whose row this request has read or written. */
    private boolean isStored(String id) {
        return current != null && current.isStored() && current.getId().equals(id);
    }

    /** Whether the browser may be told of this session. */
    boolean isSaved(String id) {
        return !undone && isStored(id);
    }

    /** Whether a change of this request was rolled back, so that its cookie must not be sent. */
    boolean isUndone() {
        return undone;
    }

    private void watchTransaction() {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCompletion(int status) {
                    if (status != STATUS_COMMITTED) {
                        undo();
                    }
                }
            });
        }
    }

    private void undo() {
        undone = true;
        deleted = null;
        if (current != null) {
            current.setStored(false);
        }
    }
}
