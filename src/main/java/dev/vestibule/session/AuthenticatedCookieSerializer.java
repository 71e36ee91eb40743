package dev.vestibule.session;

import dev.vestibule.encryption.EncryptionKeys;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.springframework.session.web.http.CookieSerializer;

/**
 * Writes a session's id together with a MAC of it.
 *
 * <p>The database has the id but not the key, so a reader of a backup cannot use any session. A cookie with a wrong MAC
 * is ignored without a query.
 */
final class AuthenticatedCookieSerializer implements CookieSerializer {
    private static final String PURPOSE = "session cookie";

    private final CookieSerializer cookie;
    private final EncryptionKeys keys;

    AuthenticatedCookieSerializer(CookieSerializer cookie, EncryptionKeys keys) {
        this.cookie = cookie;
        this.keys = keys;
    }

    @Override
    public void writeCookieValue(CookieValue value) {
        String id = value.getCookieValue();
        // An empty value deletes the cookie.
        String text = id.isEmpty() ? id : id + "." + encode(keys.mac(PURPOSE, bytes(id)));
        CookieValue sealed = new CookieValue(value.getRequest(), value.getResponse(), text);
        sealed.setCookieMaxAge(value.getCookieMaxAge());
        cookie.writeCookieValue(sealed);
    }

    @Override
    public List<String> readCookieValues(HttpServletRequest request) {
        return cookie.readCookieValues(request).stream()
                .map(this::verifiedId)
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<String> verifiedId(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String id = text.substring(0, dot);
        return decode(text.substring(dot + 1))
                .filter(mac -> keys.verifyMac(PURPOSE, bytes(id), mac))
                .map(mac -> id);
    }

    private static byte[] bytes(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }

    private static String encode(byte[] mac) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
    }

    private static Optional<byte[]> decode(String text) {
        try {
            return Optional.of(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
