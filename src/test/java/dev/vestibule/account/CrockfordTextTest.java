package dev.vestibule.account;

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
                "0LAB\u00a07K2M\u2003ZZZZ9X0Y"
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
                "٠1AB-7K2M-ZZZZ-9X0Y",
                "01AB_7K2M_ZZZZ_9X0Y"
            })
    void parseWhenItIsNoneThenIsEmpty(String typed) {
        assertThat(CrockfordText.parse(typed)).isEmpty();
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
