package dev.vestibule.session;

import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.ParameterValues;
import dev.vestibule.platform.ClockSkew;
import jakarta.servlet.http.HttpSession;
import java.time.Instant;

/**
 * How long a session lasts when nobody ends it: until it was unused for {@link Parameter#IDLE_MINUTES}, and in all for
 * {@link Parameter#ABSOLUTE_HOURS} from the password that opened it (ASVS 5.0, 7.3.1 and 7.3.2).
 *
 * <p>Both are measured with each request by the values in force. The last use is written down at most once a minute, so
 * a session may be over up to a minute before its idle time has passed, and never after it.
 */
public final class SessionLifetime {
    /** Not kept among the session's attributes: setting it moves the session's last access. */
    static final String SEEN = "seen";

    private SessionLifetime() {}

    /** Notes that its owner uses a session, unless it is over: false then, and it stays over. */
    public static boolean use(HttpSession session, SignIn signIn, ParameterValues values, Instant now) {
        Instant lastSeen = Instant.ofEpochMilli(session.getLastAccessedTime());
        if (isOver(lastSeen, signIn.opening(), values, now)) {
            return false;
        }
        session.setAttribute(SEEN, now);
        return true;
    }

    /** A proof or a further step gives a session a new row, but no new {@link SignInDetails#at()}. */
    static boolean isOver(Instant lastSeen, SignInDetails opening, ParameterValues values, Instant now) {
        Instant idle = lastSeen.plus(values.duration(Parameter.IDLE_MINUTES));
        Instant end = opening.at().plus(values.duration(Parameter.ABSOLUTE_HOURS));
        return ClockSkew.isAhead(opening.at(), now) || !now.isBefore(idle) || !now.isBefore(end);
    }
}
