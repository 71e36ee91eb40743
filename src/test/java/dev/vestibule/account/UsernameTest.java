package dev.vestibule.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class UsernameTest {
    private final Locale usual = Locale.getDefault();

    @AfterEach
    void restore() {
        Locale.setDefault(usual);
    }

    @ParameterizedTest
    @CsvSource({
        "alice, alice",
        "ALICE, alice",
        "' Alice\t', alice",
        "'\u3000alice\u2003', alice", // ideographic and em space around
        "\u200ealice\u200f, alice", // direction marks
        "\u2068alice\u2069, alice",
        "'\ufeff alice \u200b', alice", // byte order mark, zero-width space
        "\u00adalice\u2060, alice", // soft hyphen, word joiner
        "alice\ufe0f, alice", // variation selector
        "-alice-, -alice-", // a hyphen may be part of it
        "\uff21\uff2c\uff29\uff23\uff25, alice", // full width
        "\ufb01nn, finn", // ligature fi
        "\u216b, xii", // Roman numeral twelve
        "stra\u00dfe, strasse",
        "STRA\u1e9eE, strasse", // capital sharp s
        "\u212aate, kate", // Kelvin sign
        "\u212bsa, \u00e5sa", // Angstrom sign
        "Jose\u0301, jos\u00e9", // composed and not
        "JOS\u00c9, jos\u00e9",
        "\u0130stanbul, i\u0307stanbul", // dotted capital I
        "\u0131rmak, irmak", // dotless i, which has the capital of i
        "\u039f\u0394\u039f\u03a3, \u03bf\u03b4\u03bf\u03c2", // the last sigma
        "\u2460\u00b2, 12", // circled one, superscript two
        "a.b+c@example.com, a.b+c@example.com"
    })
    void parseWhenVariantsAreTypedThenTheyAreOneLogin(String typed, String stored) {
        assertThat(Username.parse(typed)).map(Username::text).contains(stored);
        assertThat(Username.parse(stored)).map(Username::text).contains(stored);
    }

    @Test
    void parseWhenServerIsTurkishThenIsTheSame() {
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));

        assertThat(Username.parse("TITUS")).map(Username::text).contains("titus");
        assertThat(Username.parse("titus")).map(Username::text).contains("titus");
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                " ",
                "a:b",
                ":",
                "a\uff1ab", // full width colon
                "a\ufe55b", // small colon
                "a b",
                "a\tb",
                "a\u00a0b", // no-break space
                "a\u3000b",
                "a\u2028b",
                "a\nb",
                "a\u0000b",
                "\u0000",
                "a\u0085b", // a control character of ISO 8859
                "a\u007fb",
                "a\u200bb", // zero-width space
                "a\u200db", // zero-width joiner
                "a\ufeffb", // byte order mark
                "\u200e",
                "\u200b \u200b",
                "\u3164", // a letter that nobody sees
                "a\u00adb", // soft hyphen
                "a\u202eb", // turns the direction of writing
                "a\ud800", // half a surrogate pair
                "\udc00a"
            })
    void parseWhenTypedCanBeNobodysThenIsEmpty(String typed) {
        assertThat(Username.parse(typed)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u00e9", "\ud83d\ude00", "\ud840\udc00"})
    void parseWhenLengthIsAtTheLimitThenCodePointsCount(String letter) {
        assertThat(Username.parse(letter.repeat(64))).map(Username::text).contains(letter.repeat(64));
        assertThat(Username.parse(letter.repeat(65))).isEmpty();
    }

    @Test
    void parseWhenFoldingMakesItLongerThenTheStoredFormCounts() {
        assertThat(Username.parse("\u00df".repeat(32))).map(Username::text).contains("ss".repeat(32));
        assertThat(Username.parse("\u00df".repeat(33))).isEmpty();
        assertThat(Username.parse("\ufdfa".repeat(64))).isEmpty();
        assertThat(Username.parse("a".repeat(100_000))).isEmpty();
        assertThat(Username.parse("a" + "\u200e".repeat(100_000))).isEmpty();
    }

    @Test
    void parseWhenRepeatedThenChangesNothingMore() {
        // A fixed seed: the same sample of the whole of Unicode each time.
        IntStream sample = new Random(6238).ints(100_000, 0, Character.MAX_CODE_POINT + 1);

        assertThat(sample.mapToObj(
                                codePoint -> "x" + Character.toString(codePoint).repeat(2))
                        .filter(UsernameTest::changesOnceMore))
                .isEmpty();
        assertThat(IntStream.range(0, 0x3000)
                        .mapToObj(codePoint -> Character.toString(codePoint) + "\u0301\u0345\u0327")
                        .filter(UsernameTest::changesOnceMore))
                .isEmpty();
    }

    private static boolean changesOnceMore(String typed) {
        Optional<Username> once = Username.parse(typed);
        return !once.flatMap(login -> Username.parse(login.text())).equals(once);
    }

    @Test
    void parseWhenOneLetterIsTypedInEitherCaseThenIsOneLogin() {
        assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                        .filter(letter -> Character.isUpperCase(letter)
                                || Character.isLowerCase(letter)
                                || Character.isTitleCase(letter))
                        .mapToObj(Character::toString)
                        .filter(letter -> !sameLogin(letter, letter.toUpperCase(Locale.ROOT))
                                || !sameLogin(letter, letter.toLowerCase(Locale.ROOT))))
                .isEmpty();
    }

    private static boolean sameLogin(String one, String other) {
        return Username.parse("x" + one).equals(Username.parse("x" + other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Alice", " alice", "a:b", "\uff41", "e\u0301"})
    void newWhenTextIsNotInItsStoredFormThenIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Username(text));
    }
}
