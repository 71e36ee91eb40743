package dev.vestibule.apikey;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a key may do of what its account may. */
public enum Scope {
    /** Look, and end itself. */
    READ,
    /** Look and change. */
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
