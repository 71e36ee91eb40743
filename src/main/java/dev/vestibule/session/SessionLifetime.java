package dev.vestibule.session;

import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.ParameterValues;
import dev.vestibule.platform.ClockSkew;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;

/**
 * The lifetime of a session: it expires when it was unused for {@link Parameter#IDLE_MINUTES}, and at the latest {@link
 * Parameter#ABSOLUTE_HOURS} after the password was entered (ASVS 5.0, 7.3.1 and 7.3.2).
 *
 * <p>Each request measures both by the values in force. The last use is stored at most once a minute, so a session may
 * expire up to a minute before its idle time has passed, and never after it.
 */
public final class SessionLifetime {
    private SessionLifetime() {}

    /** Records that the user uses the session of a request; false when the session has expired, and stays expired. */
    public static boolean use(HttpServletRequest request, SignIn signIn, ParameterValues values, Instant now) {
        SignInSession session = RequestSessions.current(request);
        if (isOver(session.getLastAccessedTime(), signIn.details(), values, now)) {
            return false;
        }
        session.see(now);
        return true;
    }

    /** A reauthentication or a further step gives a session a new row but keeps {@link SignInDetails#at()}. */
    static boolean isOver(Instant lastSeen, SignInDetails details, ParameterValues values, Instant now) {
        Instant idle = lastSeen.plus(values.duration(Parameter.IDLE_MINUTES));
        Instant end = details.at().plus(values.duration(Parameter.ABSOLUTE_HOURS));
        return ClockSkew.isAhead(details.at(), now) || !now.isBefore(idle) || !now.isBefore(end);
    }
}
