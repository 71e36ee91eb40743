package dev.vestibule.login;

import dev.vestibule.session.SignInDetails;
import dev.vestibule.throttle.Caller;
import dev.vestibule.throttle.KnownBrowsers;
import dev.vestibule.trusteddevice.BrowserNames;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.springframework.security.authentication.AuthenticationDetailsSource;
import org.springframework.stereotype.Component;

/** Reads the details of a password attempt from its request. */
@Component
class PasswordAttempts implements AuthenticationDetailsSource<HttpServletRequest, PasswordAttempt> {
    private final BrowserNames browsers;
    private final KnownBrowsers knownBrowsers;
    private final Clock clock;

    PasswordAttempts(BrowserNames browsers, KnownBrowsers knownBrowsers, Clock clock) {
        this.browsers = browsers;
        this.knownBrowsers = knownBrowsers;
        this.clock = clock;
    }

    @Override
    public PasswordAttempt buildDetails(HttpServletRequest request) {
        return new PasswordAttempt(details(request), knownBrowsers.caller(request), false);
    }

    /** An attempt without a session, by an unknown caller, whose password has to suffice. */
    PasswordAttempt stateless(HttpServletRequest request) {
        return new PasswordAttempt(details(request), Caller.unknown(request), true);
    }

    private SignInDetails details(HttpServletRequest request) {
        return SignInDetails.byPassword(clock.instant(), request.getRemoteAddr(), browsers.describe(request));
    }
}
