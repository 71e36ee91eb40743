package dev.vestibule.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of a key: what it is made of, and what is refused before anybody looks for it. */
class KeyTextTest {
    private static final String KEY = "vst_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf1Yo7hP";

    /** Computed by another program, of 256 bits and by CRC-32 as zlib has it. */
    @ParameterizedTest
    @CsvSource({
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f," + KEY,
        "0000000000000000000000000000000000000000000000000000000000000000,vst_00000000000000000000000000000000000000000002CZclj",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff,vst_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp13sRzl1"
    })
    void keyWhenMadeOfTheseBitsThenIsThis(String bits, String text) {
        assertThat(KeyText.of(HexFormat.of().parseHex(bits)).text()).isEqualTo(text);
    }

    @Test
    void keyWhenMadeThenIsReadBackAndNeverTheSame() {
        SecureRandom random = new SecureRandom();
        var keys = IntStream.range(0, 500).mapToObj(i -> KeyText.random(random)).toList();

        assertThat(keys).doesNotHaveDuplicates().allSatisfy(key -> {
            assertThat(key.text()).matches("vst_[0-9A-Za-z]{49}");
            assertThat(KeyText.parse(key.text())).contains(key);
        });
    }

    /** CRC-32 notices every change within 32 bits, so any one character. */
    @Test
    void keyWhenOneCharacterIsMistypedThenIsNone() {
        Random random = new Random(7);
        for (int i = "vst_".length(); i < KEY.length(); i++) {
            char other = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".charAt(random.nextInt(62));
            String typed = KEY.substring(0, i) + other + KEY.substring(i + 1);
            assertThat(KeyText.parse(typed))
                    .as(typed)
                    .isEqualTo(other == KEY.charAt(i) ? Optional.of(new KeyText(KEY)) : Optional.empty());
        }
    }

    @Test
    void keyWhenTwoNeighboursAreSwappedThenIsNone() {
        for (int i = "vst_".length(); i < KEY.length() - 1; i++) {
            char[] typed = KEY.toCharArray();
            char first = typed[i];
            typed[i] = typed[i + 1];
            typed[i + 1] = first;
            boolean same = Arrays.equals(typed, KEY.toCharArray());
            assertThat(KeyText.parse(new String(typed)).isPresent()).isEqualTo(same);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "vst_",
                "VST_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf1Yo7hP",
                " " + KEY,
                KEY + "\n",
                KEY + "0",
                "vst_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf1Yo7h",
                "vst_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf1Yo7h\u0660",
                "ghp_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf1Yo7hP"
            })
    void textWhenOfAnotherFormThenIsNone(String text) {
        assertThat(KeyText.parse(text)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyText(text));
    }

    @Test
    void keyWhenPrintedThenConcealsItself() {
        assertThat(new KeyText(KEY)).hasToString("KeyText[concealed]");
    }
}
