package dev.vestibule.totp;

import dev.vestibule.text.TypedText;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A six-digit code, in ASCII digits. */
public record TotpCode(String digits) {
    private static final Pattern SIX_DIGITS = Pattern.compile("[0-9]{6}");

    /**
     * Rejects a text that is not a code.
     *
     * @throws IllegalArgumentException when {@code digits} are not six ASCII digits
     */
    public TotpCode {
        if (!SIX_DIGITS.matcher(digits).matches()) {
            throw new IllegalArgumentException("a code has six digits");
        }
    }

    /** Parses typed text in any script's digits; empty when it is not a code: {@code "123 456"} is {@code 123456}. */
    public static Optional<TotpCode> parse(@Nullable String typed) {
        return TypedText.code(typed)
                .filter(digits -> SIX_DIGITS.matcher(digits).matches())
                .map(TotpCode::new);
    }

    @Override
    public String toString() {
        return "TotpCode[concealed]";
    }
}
