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
                "123\u2028456",
                "123\u0085456", // next line
                "123\u2800456", // blank Braille pattern
                "123-456",
                "-123456",
                "123\u2011456", // no-break hyphen
                "123\u2013456", // en dash
                "123\u2212456", // minus
                "123\uff0d456", // full width hyphen
                "123\u30fc456", // what a Japanese keyboard writes for it
                "\u200e123456\u200f", // direction marks
                "\u2066123456\u2069",
                "\u202a123456\u202c",
                "123\u200b456", // zero width
                "\ufeff123456", // byte order mark
                "123\u00ad456", // soft hyphen
                "123\u2060456", // word joiner
                "123\ufe0f456", // variation selector
                "123\udb40\udd00456", // variation selector of the supplement
                "1\ufe0f\u20e32\ufe0f\u20e33\ufe0f\u20e34\ufe0f\u20e35\ufe0f\u20e36\ufe0f\u20e3", // keycaps
                "\uff11\uff12\uff13\uff14\uff15\uff16", // full width
                "\uff11\uff12\uff13\uff0d\uff14\uff15\uff16",
                "\u0661\u0662\u0663\u0664\u0665\u0666", // Arabic-Indic
                "\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6", // Persian
                "\u0967\u0968\u0969\u096a\u096b\u096c", // Devanagari
                "\ud835\udfcf\ud835\udfd0\ud835\udfd1\ud835\udfd2\ud835\udfd3\ud835\udfd4" // mathematical bold
            })
    void parseWhenTypedInAnotherWayThenIsTheSameCode(String typed) {
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
                "+12345",
                "-12345",
                "0x1234",
                "12345\u0000",
                "\u0000123456",
                "\u4e00\u4e8c\u4e09\u56db\u4e94\u516d", // words for numbers are no digits
                "\u00bd23456",
                "123.456",
                "123_456"
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
