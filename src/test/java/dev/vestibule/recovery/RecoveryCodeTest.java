package dev.vestibule.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recovery codes as users write and read them. */
class RecoveryCodeTest {
    private final SecureRandom random = new SecureRandom();

    @ParameterizedTest
    @CsvSource({
        "7ZK0-Q4NA-BM2X-93HD, 7ZK0Q4NABM2X93HD",
        "7zk0-q4na-bm2x-93hd, 7ZK0Q4NABM2X93HD",
        "'  7ZK0 Q4NA BM2X 93HD ', 7ZK0Q4NABM2X93HD",
        "7ZK0Q4NABM2X93HD, 7ZK0Q4NABM2X93HD",
        "7-Z-K-0-Q-4-N-A-B-M-2-X-9-3-H-D, 7ZK0Q4NABM2X93HD",
        "7ZK0\u2013Q4NA\u2014BM2X\u221293HD, 7ZK0Q4NABM2X93HD",
        "7ZK0\u00a0Q4NA\u2003BM2X\u201193HD, 7ZK0Q4NABM2X93HD",
        "7zko-q4na-bm2x-93hd, 7ZK0Q4NABM2X93HD",
        "OOOO-oooo-0000-IiLl, 0000000000001111",
        "1111-1111-1111-lIiL, 1111111111111111",
        "\uff17ZK0-Q4NA-BM2X-93HD, 7ZK0Q4NABM2X93HD",
        "\u017fZK0-Q4NA-BM2X-93HD, SZK0Q4NABM2X93HD"
    })
    void parseWhenTypedInAnyOfTheseWaysThenIsThatCode(String typed, String characters) {
        assertThat(RecoveryCode.parse(typed)).contains(new RecoveryCode(characters));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                " ",
                "----",
                "7ZK0-Q4NA-BM2X-93H",
                "7ZK0-Q4NA-BM2X-93HDX",
                "UUUU-UUUU-UUUU-UUUU",
                "7ZK0-Q4NA-BM2X-93Hu",
                "7ZK0_Q4NA_BM2X_93HD",
                "7ZK0-Q4NA-BM2X-93H\u0131",
                "7ZK0-Q4NA-BM2X-93H\u0000",
                "\ud83d\ude00ZK0-Q4NA-BM2X-93HD"
            })
    void parseWhenItIsNoCodeThenIsEmpty(String typed) {
        assertThat(RecoveryCode.parse(typed)).isEmpty();
    }

    @Test
    void textWhenParsedThenIsTheCode() {
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            RecoveryCode code = RecoveryCode.random(random);

            assertThat(code.text()).matches("([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}");
            assertThat(RecoveryCode.parse(code.text())).contains(code);
            assertThat(code.firstGroup() + code.secret()).isEqualTo(code.characters());
            code.characters().chars().forEach(seen::add);
        }
        assertThat(seen).as("every character of the alphabet comes up").hasSize(32);
    }

    @Test
    void codeWhenMadeOfWhatIsNoneThenIsRefusedAndNeverPrinted() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RecoveryCode("7zk0q4nabm2x93hd"));
        RecoveryCode code = RecoveryCode.random(random);
        assertThat(code.toString()).doesNotContain(code.firstGroup(), code.secret());
    }
}
