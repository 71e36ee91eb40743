package dev.vestibule.apikey;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which of its account's rights a key has. */
public enum Scope {
    /** To read, and to revoke itself. */
    READ,
    /** To read and to change. */
    WRITE;

    public static Optional<Scope> ofCode(@Nullable String code) {
        return Arrays.stream(values())
                .filter(scope -> scope.code().equals(code))
                .findFirst();
    }

    /** As forms and the API spell it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
