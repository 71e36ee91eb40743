package dev.vestibule.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrockfordTextTest {
    private static final CrockfordText TEXT = new CrockfordText("01AB7K2MZZZZ9X0Y");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01AB-7K2M-ZZZZ-9X0Y",
                "01ab7k2mzzzz9x0y",
                " OlAb 7k2m\tzzzz 9xOy ",
                "oiab–7k2m—zzzz‑9xoy",
                "0LAB\u00a07K2M\u2003ZZZZ9X0Y",
                "\u200e01AB-7K2M-ZZZZ-9X0Y\u200f",
                "01AB\u200b7K2M\u2060ZZZZ\ufeff9X0Y",
                "01AB\ufe0f7K2M\u00adZZZZ\u22129X0Y",
                "\uff10\uff11\uff21\uff22\uff0d\uff17\uff2b\uff12\uff2d\uff0d\uff3a\uff3a\uff3a\uff3a\uff0d\uff19\uff38\uff10\uff39",
                "\uff4f\uff49\uff41\uff42\u30fc\uff17\uff4b\uff12\uff4d\u30fc\uff5a\uff5a\uff5a\uff5a\u30fc\uff19\uff58\uff2f\uff59",
                "\u0660\u0661AB-\u0667K\u0662M-ZZZZ-\u0669X\u0660Y"
            })
    void parseWhenTypedInAnotherWayThenIsTheSame(String typed) {
        assertThat(CrockfordText.parse(typed)).contains(TEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "01AB-7K2M-ZZZZ-9X0",
                "01AB-7K2M-ZZZZ-9X0YY",
                "U1AB-7K2M-ZZZZ-9X0Y",
                "01AB-7K2M-ZZZZ-9X0\u0000",
                "\u041e1AB-7K2M-ZZZZ-9X0Y", // a letter of another script
                "01AB-7K2M-ZZZZ-9X0\u00df",
                "01AB_7K2M_ZZZZ_9X0Y"
            })
    void parseWhenItIsNoneThenIsEmpty(String typed) {
        assertThat(CrockfordText.parse(typed)).isEmpty();
    }

    @Test
    void parseWhenItIsFarTooLongThenIsEmpty() {
        assertThat(CrockfordText.parse("01AB7K2MZZZZ9X0Y" + " ".repeat(100_000)))
                .isEmpty();
    }

    @Test
    void parseWhenNothingWasSentThenIsEmpty() {
        assertThat(CrockfordText.parse(null)).isEmpty();
    }

    @Test
    void groupedWhenShownThenIsFourGroupsAndIsReadBack() {
        assertThat(TEXT.grouped()).isEqualTo("01AB-7K2M-ZZZZ-9X0Y");
        assertThat(CrockfordText.parse(TEXT.grouped())).contains(TEXT);
    }

    @Test
    void toStringWhenLoggedThenConcealsIt() {
        assertThat(TEXT.toString()).doesNotContain("01AB", "7K2M");
    }

    @Test
    void randomWhenDrawnOftenThenNeverComesTwiceAndUsesEverySymbol() {
        SecureRandom random = new SecureRandom();
        Set<String> drawn = new HashSet<>();
        Set<Integer> symbols = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String text = CrockfordText.random(random).symbols();
            drawn.add(text);
            text.chars().forEach(symbols::add);
        }
        assertThat(drawn).hasSize(1_000);
        assertThat(symbols).hasSize(32);
    }

    @Test
    void textWhenItsSymbolsAreNotNormalisedThenIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CrockfordText("01ab7k2mzzzz9x0y"));
    }
}
