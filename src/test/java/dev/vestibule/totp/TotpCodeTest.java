package dev.vestibule.totp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class TotpCodeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "123456",
                "123 456",
                " 12 34 56 ",
                "1 2 3 4 5 6",
                "123\u00a0456", // no-break space
                "123\u202f456", // narrow no-break space
                "123\u2009456", // thin space
                "\u3000123456", // ideographic space
                "123\t456\r\n",
                "123\u2028456"
            })
    void parseWhenSpacesStandBetweenThenTheyAreLeftOut(String typed) {
        assertThat(TotpCode.parse(typed)).contains(new TotpCode("123456"));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                " ",
                "12345",
                "1234567",
                "12345a",
                "abcdef",
                "123-456",
                "+12345",
                "-12345",
                "0x1234",
                "12345\u0000",
                "\u0000123456",
                "123\u200b456", // zero width
                "\uff11\uff12\uff13\uff14\uff15\uff16", // full width
                "\u0661\u0662\u0663\u0664\u0665\u0666", // Arabic-Indic
                "\u0967\u0968\u0969\u096a\u096b\u096c" // Devanagari
            })
    void parseWhenTypedIsNoCodeThenIsEmpty(String typed) {
        assertThat(TotpCode.parse(typed)).isEmpty();
    }

    @Test
    void parseWhenTypedIsLongThenIsEmpty() {
        assertThat(TotpCode.parse("1".repeat(1000))).isEmpty();
        assertThat(TotpCode.parse("1".repeat(5) + " ".repeat(100_000))).isEmpty();
    }

    @Test
    void parseWhenZerosLeadThenTheyStay() {
        assertThat(TotpCode.parse("000 001").orElseThrow().digits()).isEqualTo("000001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12345", "1234567", "123 456", "12345\n", "\uff11\uff12\uff13\uff14\uff15\uff16"})
    void newWhenDigitsAreNotSixThenIsRefused(String digits) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TotpCode(digits))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("1234"));
    }

    @Test
    void toStringWhenPrintedThenConcealsTheDigits() {
        assertThat(new TotpCode("123456")).hasToString("TotpCode[concealed]");
    }
}
