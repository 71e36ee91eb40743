package dev.vestibule.password;

import com.nulabinc.zxcvbn.Strength;
import com.nulabinc.zxcvbn.Zxcvbn;
import com.nulabinc.zxcvbn.matchers.Match;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The rules for a new password: long enough and hard to guess. There are no composition rules, and a password is
 * neither truncated nor folded (ASVS 5.0, 6.2.4 to 6.2.8).
 */
@Component
public class PasswordRules {
    /** In code points. ASVS 5.0, 6.2.9 asks for 64 at least; a bound keeps the cost of a hash in sight. */
    public static final int MAX_LENGTH = 256;

    /** Of zxcvbn's 0 to 4: 3 is "safely unguessable", 10^8 guesses and more. */
    private static final int ENOUGH = 3;

    /**
     * In code points. What follows cannot make the password weaker, and rating takes time that grows faster than the
     * length: 64 characters of substitutions ("l33t") take a second, 30 some milliseconds.
     */
    static final int RATED = 30;

    /** Of the login, the name and the e-mail alike, in characters. */
    private static final int OWN_WORD = 64;

    private static final String BETWEEN = "[\\s@._-]+";

    private final Parameters parameters;
    private final BiFunction<String, List<String>, Strength> rater;

    @Autowired
    PasswordRules(Parameters parameters) {
        this(parameters, new Zxcvbn()::measure);
    }

    PasswordRules(Parameters parameters, BiFunction<String, List<String>, Strength> rater) {
        this.parameters = parameters;
        this.rater = rater;
    }

    /** In code points. */
    public int minimum() {
        return parameters.current().number(Parameter.PASSWORD_MIN_LENGTH);
    }

    /** Cheap; called before {@link #strengthFlaw}. */
    public Optional<PasswordFlaw> lengthFlaw(String password) {
        int length = password.codePointCount(0, password.length());
        if (length < minimum()) {
            return Optional.of(PasswordFlaw.SHORT);
        }
        return length > MAX_LENGTH ? Optional.of(PasswordFlaw.LONG) : Optional.empty();
    }

    /**
     * The reason why a password is easy to guess, or empty when it is strong enough.
     *
     * @param ownWords publicly known words of the user: username, name, e-mail
     */
    public Optional<PasswordFlaw> strengthFlaw(String password, List<String> ownWords) {
        int length = password.codePointCount(0, password.length());
        String head = password.substring(0, password.offsetByCodePoints(0, Math.min(length, RATED)));
        Strength strength = rater.apply(head, words(ownWords));
        return strength.getScore() >= ENOUGH ? Optional.empty() : Optional.of(reason(strength));
    }

    /** Each word as a whole, split into parts, and with its parts joined. */
    private static List<String> words(List<String> own) {
        return own.stream()
                .map(word -> word.substring(0, Math.min(word.length(), OWN_WORD)))
                .flatMap(word ->
                        Stream.concat(Stream.of(word, word.replaceAll(BETWEEN, "")), Stream.of(word.split(BETWEEN))))
                .filter(word -> word.length() > 2)
                .distinct()
                .toList();
    }

    /** The longest part that was recognised is the one to name. */
    private static PasswordFlaw reason(Strength strength) {
        return strength.getSequence().stream()
                .max(Comparator.comparingInt(match -> match.token.length()))
                .map(PasswordRules::reason)
                .orElse(PasswordFlaw.GUESSABLE);
    }

    private static PasswordFlaw reason(Match match) {
        return switch (match.pattern) {
            case Dictionary -> "user_inputs".equals(match.dictionaryName) ? PasswordFlaw.PERSONAL : PasswordFlaw.COMMON;
            case Spatial -> PasswordFlaw.KEYBOARD;
            case Repeat -> PasswordFlaw.REPEATS;
            // To zxcvbn "aaaa" is a sequence with steps of none.
            case Sequence -> match.token.chars().distinct().count() == 1 ? PasswordFlaw.REPEATS : PasswordFlaw.SEQUENCE;
            case Date -> PasswordFlaw.DATE;
            default -> PasswordFlaw.GUESSABLE;
        };
    }
}
