package dev.vestibule.trusteddevice;

import dev.vestibule.encryption.Token;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.ParameterValues;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * The cookie of a trusted device: one for each account, so that several users may share a browser.
 *
 * <p>Its name tells whether it has the Secure flag: the browser enforces the flag for the {@code __Host-} prefix (ASVS
 * 5.0, 3.3.1 and 3.3.3).
 */
final class TrustedDeviceCookie {
    private static final String PREFIX = "trusted_device_";
    private static final Pattern NAME = Pattern.compile("(?:__Host-)?" + PREFIX + "([0-9a-f-]{36})");

    private TrustedDeviceCookie() {}

    static String name(UUID account, boolean secure) {
        return (secure ? "__Host-" : "") + PREFIX + account;
    }

    static Optional<Token> read(HttpServletRequest request, UUID account, boolean secure) {
        String name = name(account, secure);
        return cookies(request)
                .filter(cookie -> cookie.getName().equals(name))
                .map(cookie -> new Token(cookie.getValue()))
                .findFirst();
    }

    static void write(HttpServletResponse response, UUID account, Token token, boolean secure, Duration lifetime) {
        add(response, account, token.text(), secure, lifetime);
    }

    static void clear(HttpServletResponse response, UUID account, boolean secure) {
        add(response, account, "", secure, Duration.ZERO);
    }

    /** For how many other accounts this browser has a cookie. */
    static long others(HttpServletRequest request, UUID account) {
        return cookies(request)
                .map(cookie -> NAME.matcher(cookie.getName()))
                .filter(name -> name.matches() && !name.group(1).equals(account.toString()))
                .map(name -> name.group(1))
                .distinct()
                .count();
    }

    static boolean secure(ParameterValues parameters) {
        return parameters.on(Parameter.SECURE_COOKIE);
    }

    private static void add(
            HttpServletResponse response, UUID account, String value, boolean secure, Duration lifetime) {
        ResponseCookie cookie = ResponseCookie.from(name(account, secure), value)
                .httpOnly(true)
                .secure(secure)
                .sameSite("Lax")
                .path("/")
                .maxAge(lifetime)
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }

    private static Stream<Cookie> cookies(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null ? Stream.empty() : Arrays.stream(cookies);
    }
}
