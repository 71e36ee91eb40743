package dev.vestibule.session;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.convert.support.GenericConversionService;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts a {@link SignIn} to JSON and back. Every other class is rejected, so that no password and no secret gets
 * into the session table. A value that cannot be read counts as absent: the user signs in again instead of seeing an
 * error page.
 */
final class SignInConversion extends GenericConversionService {
    private static final Logger log = LoggerFactory.getLogger(SignInConversion.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    @SuppressWarnings("NullAway") // Spring Session takes null for an attribute that is absent.
    SignInConversion() {
        addConverter(Object.class, byte[].class, SignInConversion::write);
        addConverter(byte[].class, Object.class, SignInConversion::read);
    }

    private static byte[] write(Object attribute) {
        if (!(attribute instanceof SignIn)) {
            throw new IllegalArgumentException("a session holds a sign-in and nothing else");
        }
        return JSON.writeValueAsBytes(attribute);
    }

    static @Nullable SignIn read(byte[] stored) {
        try {
            SignIn signIn = JSON.readValue(new String(stored, StandardCharsets.UTF_8), SignIn.class);
            return isWhole(signIn) ? signIn : null;
        } catch (JacksonException e) {
            log.warn("A session could not be read and ends: {}", e.getClass().getSimpleName());
            return null;
        }
    }

    /** Jackson sets components to null that are absent in the document. */
    @SuppressWarnings("ConstantValue")
    private static boolean isWhole(@Nullable SignIn signIn) {
        return signIn != null && signIn.account() != null && signIn.opening() != null && isWhole(signIn.opening());
    }

    @SuppressWarnings("ConstantValue")
    private static boolean isWhole(SignInDetails details) {
        return details.at() != null && details.with() != null && details.address() != null && details.browser() != null;
    }
}
