package dev.vestibule.recovery;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sixteen characters of Crockford's base 32, which leaves out the letters that are taken for others: 80 bits, written in
 * four groups such as {@code 7ZK0-Q4NA-BM2X-93HD}.
 *
 * <p>The first group says which code of a set it is and is no secret; the other three, 60 bits, are. That is far beyond
 * the 20 bits that ASVS 5.0, 6.5.2 wants, so a password hash keeps even a stolen table closed.
 *
 * @param characters without the dashes, in upper case
 */
public record RecoveryCode(String characters) {
    /** Of its number system; there is no U, so that no word comes out by accident. */
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int LENGTH = 16;
    private static final int GROUP = 4;
    private static final Pattern FORM = Pattern.compile("[" + ALPHABET + "]{" + LENGTH + "}");

    /** Spaces and dashes of whatever kind: word processors put in their own. */
    private static final Pattern SEPARATORS = Pattern.compile("[\\s\\p{Z}\\p{Pd}\\u2212]+");

    /**
     * Refuses what is no code.
     *
     * @throws IllegalArgumentException when {@code characters} are not sixteen of the alphabet
     */
    public RecoveryCode {
        if (!FORM.matcher(characters).matches()) {
            throw new IllegalArgumentException("a recovery code has sixteen characters of base 32");
        }
    }

    static RecoveryCode random(SecureRandom random) {
        StringBuilder characters = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            characters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new RecoveryCode(characters.toString());
    }

    /**
     * What was typed as a code, or empty when it is none. Case, spaces and dashes do not matter, O is read as 0, and I
     * and L as 1.
     */
    public static Optional<RecoveryCode> parse(@Nullable String typed) {
        if (typed == null) {
            return Optional.empty();
        }
        String characters = SEPARATORS
                .matcher(typed)
                .replaceAll("")
                .chars()
                .map(RecoveryCode::read)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return FORM.matcher(characters).matches() ? Optional.of(new RecoveryCode(characters)) : Optional.empty();
    }

    /** By hand, as a locale's or Unicode's idea of upper case turns other letters into these. */
    private static int read(int typed) {
        int upper = typed >= 'a' && typed <= 'z' ? typed - 'a' + 'A' : typed;
        return switch (upper) {
            case 'O' -> '0';
            case 'I', 'L' -> '1';
            default -> upper;
        };
    }

    /** As people read it, in four groups. */
    public String text() {
        return String.join(
                "-",
                characters.substring(0, GROUP),
                characters.substring(GROUP, 2 * GROUP),
                characters.substring(2 * GROUP, 3 * GROUP),
                characters.substring(3 * GROUP));
    }

    String firstGroup() {
        return characters.substring(0, GROUP);
    }

    /** What is hashed. */
    String secret() {
        return characters.substring(GROUP);
    }

    @Override
    public String toString() {
        return "RecoveryCode[concealed]";
    }
}
