package dev.vestibule.totp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TotpSecretTest {
    /** RFC 4226's example key. */
    private static final byte[] KEY = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    private static final String BASE32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    @Test
    void base32WhenKeyIsOfTheRfcThenIsAsAppsTakeIt() {
        assertThat(TotpSecret.of(KEY).base32()).isEqualTo(BASE32);
    }

    @Test
    void groupedWhenShownThenHasEightGroupsOfFour() {
        assertThat(TotpSecret.of(KEY).grouped()).isEqualTo("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }

    @Test
    void randomWhenMadeOftenThenIsNeverTheSameAndAlwaysThirtyTwoCharacters() {
        SecureRandom random = new SecureRandom();
        var secrets = Stream.generate(() -> TotpSecret.random(random).base32())
                .limit(1000)
                .toList();

        assertThat(secrets).doesNotHaveDuplicates().allMatch(secret -> secret.matches("[A-Z2-7]{32}"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 19, 21, 32})
    void ofWhenKeyHasAnotherLengthThenIsRefused(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> TotpSecret.of(new byte[length]));
    }

    @Test
    void bytesWhenCallerChangesThemThenSecretStays() {
        byte[] given = KEY.clone();
        TotpSecret secret = TotpSecret.of(given);
        given[0] = 0;
        secret.bytes()[1] = 0;

        assertThat(secret.bytes()).isEqualTo(KEY);
    }

    @Test
    void equalsWhenKeysAreTheSameThenSecretsAre() {
        assertThat(TotpSecret.of(KEY))
                .isEqualTo(TotpSecret.of(KEY))
                .hasSameHashCodeAs(TotpSecret.of(KEY))
                .isNotEqualTo(TotpSecret.of(new byte[20]));
    }

    @Test
    void toStringWhenPrintedThenConcealsTheKey() {
        assertThat(TotpSecret.of(KEY)).hasToString("TotpSecret[concealed]");
    }
}
