package dev.vestibule.totp;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Six digits as a person typed them, without the spaces that apps show between them. */
public record TotpCode(String digits) {
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern SIX_DIGITS = Pattern.compile("[0-9]{6}");

    /**
     * Refuses what is no code.
     *
     * @throws IllegalArgumentException when {@code digits} are not six ASCII digits
     */
    public TotpCode {
        if (!SIX_DIGITS.matcher(digits).matches()) {
            throw new IllegalArgumentException("a code has six digits");
        }
    }

    /** What was typed as a code, or empty when it is none: {@code "123 456"} is {@code 123456}. */
    public static Optional<TotpCode> parse(@Nullable String typed) {
        if (typed == null) {
            return Optional.empty();
        }
        String digits = SPACES.matcher(typed).replaceAll("");
        return SIX_DIGITS.matcher(digits).matches() ? Optional.of(new TotpCode(digits)) : Optional.empty();
    }

    @Override
    public String toString() {
        return "TotpCode[concealed]";
    }
}
