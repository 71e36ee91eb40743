package dev.vestibule.login;

import dev.vestibule.account.Username;
import dev.vestibule.network.Site;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/**
 * Carries a username over a redirect to the page of the first step, so that it need not be typed again. A visitor costs no
 * row in a table, and no username belongs in an address: a cookie keeps it until the next page deletes it.
 *
 * <p>The cookie lives for seconds, because other people may use the same browser. It can be forged, and then it fills in
 * a field with something that could be a username.
 */
@Component
public class UsernameHint {
    private static final String NAME = "username_hint";

    /** Long enough for a redirect on a slow line. */
    private static final Duration LIFETIME = Duration.ofSeconds(30);

    private final Site site;

    UsernameHint(Site site) {
        this.site = site;
    }

    /**
     * Keeps what was typed as a username for the next page, if it can be one.
     *
     * @param password what was typed as the password: a user who typed it into both fields is not shown it
     */
    public void keep(
            @Nullable String typed,
            @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (typed != null && !typed.equals(password)) {
            Username.parse(typed).ifPresent(login -> write(login.text(), LIFETIME, request, response));
        }
    }

    /** The username that the previous request kept; deletes it. */
    Optional<String> take(HttpServletRequest request, HttpServletResponse response) {
        Optional<Cookie> cookie = Optional.ofNullable(request.getCookies()).stream()
                .flatMap(cookies ->
                        Stream.of(cookies).filter(one -> one.getName().equals(NAME)))
                .findFirst();
        cookie.ifPresent(found -> write("", Duration.ZERO, request, response));
        return cookie.map(Cookie::getValue)
                .flatMap(UsernameHint::decode)
                .flatMap(Username::parse)
                .map(Username::text);
    }

    private static Optional<String> decode(String value) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void write(String username, Duration lifetime, HttpServletRequest request, HttpServletResponse response) {
        String value =
                Base64.getUrlEncoder().withoutPadding().encodeToString(username.getBytes(StandardCharsets.UTF_8));
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(NAME, value)
                        .httpOnly(true)
                        .secure(site.https() || request.isSecure())
                        .sameSite("Lax")
                        .path("/")
                        .maxAge(lifetime)
                        .build()
                        .toString());
    }
}
