package dev.vestibule.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.session.Session;

/** A session that holds a {@link SignIn} and nothing else; {@link RequestSessions} writes its changes. */
final class SignInSession implements Session {
    /** Precise enough for "last seen", at a sixtieth of the writes. */
    static final Duration GRAIN = Duration.ofMinutes(1);

    private final RequestSessions sessions;
    private String id;
    private Instant lastSeen;
    private @Nullable SignIn signIn;

    /** Whether there is a row with this id. */
    private boolean stored;

    /** Whether the last use is later than in the row. */
    private boolean seen;

    /** A new session; it gets a row with its sign-in. */
    SignInSession(RequestSessions sessions, Instant now) {
        this.sessions = sessions;
        this.id = newId();
        this.lastSeen = now;
    }

    SignInSession(RequestSessions sessions, String id, SignIn signIn, Instant lastSeen) {
        this.sessions = sessions;
        this.id = id;
        this.signIn = signIn;
        this.lastSeen = lastSeen;
        this.stored = true;
    }

    /** 122 random bits; ASVS 5.0, 7.2.3 asks for 128 of a bearer value, and the cookie has a MAC of 256 bits beside it. */
    private static String newId() {
        return UUID.randomUUID().toString();
    }

    @Override
    public String getId() {
        return id;
    }

    /** The next sign-in gets a row of its own: a late request with the old id must not be able to write to it. */
    @Override
    public String changeSessionId() {
        sessions.deleteById(id);
        id = newId();
        lastSeen = sessions.now();
        seen = false;
        return id;
    }

    /** Moves the last use forward, at most once a minute. */
    void see(Instant now) {
        if (!now.isBefore(lastSeen.plus(GRAIN))) {
            lastSeen = now;
            seen = true;
        }
    }

    boolean isSeen() {
        return seen;
    }

    boolean isStored() {
        return stored;
    }

    void setStored(boolean stored) {
        this.stored = stored;
    }

    @Nullable
    SignIn signIn() {
        return signIn;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable T getAttribute(String name) {
        return SignIn.ATTRIBUTE.equals(name) ? (T) signIn : null;
    }

    @Override
    public Set<String> getAttributeNames() {
        return signIn == null ? Set.of() : Set.of(SignIn.ATTRIBUTE);
    }

    /** @throws IllegalArgumentException for anything but a sign-in: no password and no secret gets into the table */
    @Override
    public void setAttribute(String name, Object value) {
        if (!SignIn.ATTRIBUTE.equals(name) || !(value instanceof SignIn given)) {
            throw new IllegalArgumentException("a session holds a sign-in and nothing else");
        }
        signIn = given;
        sessions.write(this);
    }

    @Override
    public void removeAttribute(String name) {
        if (SignIn.ATTRIBUTE.equals(name) && signIn != null) {
            signIn = null;
            sessions.deleteById(id);
        }
    }

    @Override
    public Instant getCreationTime() {
        return signIn == null ? lastSeen : signIn.details().at();
    }

    @Override
    public Instant getLastAccessedTime() {
        return lastSeen;
    }

    /** Ignored: Spring Session calls it for every session that it reads, even an expired one. */
    @Override
    public void setLastAccessedTime(Instant time) {}

    /** Ignored: {@link SessionLifetime} decides. */
    @Override
    public void setMaxInactiveInterval(Duration interval) {}

    @Override
    public Duration getMaxInactiveInterval() {
        return Duration.ZERO;
    }

    @Override
    public boolean isExpired() {
        return false;
    }
}
