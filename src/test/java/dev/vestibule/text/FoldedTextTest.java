package dev.vestibule.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What looks alike is one text when it is searched and compared. */
class FoldedTextTest {
    @ParameterizedTest
    @CsvSource({
        "Ärzte Bund,ärzte bund",
        "ÄRZTE BUND,ärzte bund",
        "A\u0308rzte Bund,ärzte bund",
        "a\u0308rzte bund,ärzte bund",
        "Straße,strasse",
        "STRASSE,strasse",
        "STRA\u1E9EE,strasse",
        "İstanbul,istanbul",
        "I\u0307stanbul,istanbul",
        "i\u0307stanbul,istanbul",
        "ISPARTA,isparta",
        "ısparta,isparta",
        "ΟΔΟΣ,οδοσ",
        "οδος,οδοσ",
        "ΟΔΟΣΑΣ,οδοσασ",
        "\uFF21\uFF4E\uFF4E\uFF10\uFF11,ann01",
        "ﬁn,fin",
        "Ti\u00ADmo\u200B,timo",
        "Ann\u00A0\u2003Lee,ann lee",
        "Việt,việt",
        "Vie\u0302\u0323t,việt",
        "Vie\u0323\u0302t,việt",
        "ǅungla,džungla",
        "\u212Bngström,ångström",
        "Ann@Example.ORG,ann@example.org",
    })
    void formsWhenTheyLookAlikeThenAreOneText(String text, String folded) {
        assertThat(FoldedText.of(text)).isEqualTo(Normalizer.normalize(folded, Form.NFKC));
    }

    @Test
    void everyCharacterWhenFoldedThenStaysAndIsThatOfItsOtherCaseAndComposition() {
        for (int codePoint = 1; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (Character.isDefined(codePoint) && Character.getType(codePoint) != Character.SURROGATE) {
                String text = "x" + Character.toString(codePoint) + "y";
                String folded = FoldedText.of(text);
                assertThat(FoldedText.of(folded)).as("U+%X", codePoint).isEqualTo(folded);
                assertThat(FoldedText.of(text.toUpperCase(Locale.ROOT)))
                        .as("U+%X in upper case", codePoint)
                        .isEqualTo(folded);
                assertThat(FoldedText.of(text.toLowerCase(Locale.ROOT)))
                        .as("U+%X in lower case", codePoint)
                        .isEqualTo(folded);
                assertThat(FoldedText.of(Normalizer.normalize(text, Form.NFD)))
                        .as("U+%X in parts", codePoint)
                        .isEqualTo(folded);
            }
        }
    }

    @Test
    void emptyWhenThereIsNothingToSeeThenStaysSo() {
        assertThat(FoldedText.of("")).isEmpty();
        assertThat(FoldedText.of(" \t\u200B\u00AD")).isEmpty();
    }

    /** The longest that PostgreSQL takes in an index is 2,704 bytes. */
    @Test
    void longWhenFoldedThenIsBounded() {
        assertThat(FoldedText.of("\uFDFA".repeat(100_000))).hasSizeLessThanOrEqualTo(500);
        String wide = "\uD83D\uDE00".repeat(100_000);
        assertThat(FoldedText.of(wide)).isEqualTo("\uD83D\uDE00".repeat(500));
    }
}
