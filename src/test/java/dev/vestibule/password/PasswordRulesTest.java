package dev.vestibule.password;

import static org.assertj.core.api.Assertions.assertThat;

import com.nulabinc.zxcvbn.Zxcvbn;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.testing.VestibuleTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@VestibuleTest
record PasswordRulesTest(PasswordRules rules, Parameters parameters) {
    private static final List<String> OWN = List.of("alice.liddell", "Alice Liddell", "alice@wonderland.example");

    @AfterEach
    void restore() {
        parameters.reset(Parameter.PASSWORD_MIN_LENGTH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plum-tractor-violet-94",
                "correct horse battery staple",
                "kajRoQu4nfTs",
                "\u732b\u304c\u597d\u304d\u3067\u3059\u3088\u306d\u672c\u5f53\u306b\u306d",
                " spaces around the edges count "
            })
    void flawWhenPasswordIsLongAndHardToGuessThenIsEmpty(String password) {
        assertThat(flaw(password, OWN)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "kajRoQu4nfT,               SHORT",
        "alice.liddell,             PERSONAL",
        "ALICELIDDELL1,             PERSONAL",
        "wonderland12,              PERSONAL",
        "password1234,              COMMON",
        "P@ssw0rd1234,              COMMON",
        "qwertyuiop[],              KEYBOARD",
        "AliceLiddell1,             PERSONAL",
        "sdfghjklpoiuy,             KEYBOARD",
        "aaaaaaaaaaaa,              REPEATS",
        "abcabcabcabc,              REPEATS",
        "abcdefghijklmnop,          SEQUENCE",
        "'12/24/199812',            DATE"
    })
    void flawWhenPasswordIsWeakThenSaysWhy(String password, PasswordFlaw flaw) {
        assertThat(flaw(password, OWN)).contains(flaw);
    }

    @Test
    void flawWhenShortPasswordIsRandomThenIsGuessable() {
        parameters.set(Parameter.PASSWORD_MIN_LENGTH, 8);

        assertThat(flaw("xqzvkwjp", OWN)).contains(PasswordFlaw.GUESSABLE);
    }

    @Test
    void flawWhenMinimumIsChangedThenTheNewOneIsInForce() {
        parameters.set(Parameter.PASSWORD_MIN_LENGTH, 23);

        assertThat(rules.minimum()).isEqualTo(23);
        assertThat(flaw("plum-tractor-violet-94", OWN)).contains(PasswordFlaw.SHORT);
        assertThat(flaw("plum-tractor-violet-94a", OWN)).isEmpty();
    }

    @Test
    void flawWhenCharactersAreOutsideTheBasicPlaneThenCodePointsCount() {
        String eleven = "\ud83d\ude00\ud83d\udc36\ud83c\udf4e\ud83d\ude97\ud83c\udf88\ud83c\udfb8\ud83d\udcda"
                + "\ud83d\ude80\ud83c\udf19\ud83d\udd11\ud83e\udd81";

        assertThat(flaw(eleven, OWN)).contains(PasswordFlaw.SHORT);
        assertThat(flaw(eleven + "\ud83c\udf40", OWN)).isEmpty();
    }

    @Test
    void flawWhenPasswordIsVeryLongThenTwoHundredAndFiftySixIsTheMost() {
        String phrase = "plum-tractor-violet-94 ";

        assertThat(flaw(phrase + "\ud83d\ude00".repeat(256 - phrase.length()), OWN))
                .isEmpty();
        assertThat(flaw(phrase + "\ud83d\ude00".repeat(257 - phrase.length()), OWN))
                .contains(PasswordFlaw.LONG);
    }

    @Test
    @Timeout(20)
    void flawWhenPasswordIsMadeToTakeLongThenIsRatedSoon() {
        assertThat(flaw("a".repeat(256), OWN)).contains(PasswordFlaw.REPEATS);
        assertThat(flaw("abcABC123!qwerty".repeat(16), OWN)).isNotNull();
        assertThat(flaw("a".repeat(1_000_000), OWN)).contains(PasswordFlaw.LONG);
        assertThat(flaw("1!lI|4@aA(".repeat(25), OWN)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"p4$$w0rd", "l33t", "\ud83d\ude00", "a1!"})
    void passwordHoweverLongThenNoMoreThanThirtyCharactersAreRated(String part) {
        List<String> rated = new ArrayList<>();
        var counted = new PasswordRules(parameters, (password, ownWords) -> {
            rated.add(password);
            assertThat(ownWords).allMatch(word -> word.length() <= 64);
            return new Zxcvbn().measure("x", List.of());
        });

        String whole = part.repeat(64);
        String longest = whole.substring(0, whole.offsetByCodePoints(0, 64));
        counted.strengthFlaw(longest, List.of("own".repeat(100) + " " + "x.".repeat(5000)));

        assertThat(rated).containsExactly(longest.substring(0, longest.offsetByCodePoints(0, 30)));
    }

    private Optional<PasswordFlaw> flaw(String password, List<String> ownWords) {
        return rules.lengthFlaw(password).or(() -> rules.strengthFlaw(password, ownWords));
    }
}
