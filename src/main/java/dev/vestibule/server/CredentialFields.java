package dev.vestibule.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The form fields that hold a credential. Credentials must not be in a URL, which histories and logs store (ASVS 5.0,
 * 14.2.1); nor must a username, as users type a password there by mistake.
 */
final class CredentialFields {
    private static final Set<String> NAMES = Set.of(
            "username",
            "password",
            "current_password",
            "new_password",
            "new_password_confirmation",
            "confirmation_code",
            "recovery_code",
            "first_code",
            "second_code",
            "enrolment_pass");

    /** An API key or most of one, recognised by its value, whatever the field's name. */
    private static final Pattern KEY = Pattern.compile("vst_[0-9A-Za-z]{20}");

    private CredentialFields() {}

    /** Whether a query has such a field, in upper or lower case and in any encoding, or an API key. */
    static boolean isIn(@Nullable String query) {
        return query != null && (KEY.matcher(decode(query)).find() || hasField(query));
    }

    private static boolean hasField(String query) {
        return Arrays.stream(query.split("[&;]"))
                .map(field -> field.split("=", 2)[0])
                .anyMatch(name -> NAMES.contains(decode(name).strip().toLowerCase(Locale.ROOT)));
    }

    private static String decode(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }
}
