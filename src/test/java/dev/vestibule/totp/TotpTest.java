package dev.vestibule.totp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.samstevens.totp.code.HashingAlgorithm;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TotpTest {
    /** The seed of RFC 6238, appendix B, repeated to the length of each algorithm's key. */
    private static final String SEED = "1234567890".repeat(7);

    private static final TotpSecret SECRET = TotpSecret.of(SEED.substring(0, 20).getBytes(US_ASCII));
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:10Z");

    private final Totp totp = new Totp();

    @ParameterizedTest
    @CsvSource({
        "59,          94287082, 46119246, 90693936",
        "1111111109,  07081804, 68084774, 25091201",
        "1111111111,  14050471, 67062674, 99943326",
        "1234567890,  89005924, 91819424, 93441116",
        "2000000000,  69279037, 90698825, 38618901",
        "20000000000, 65353130, 77737706, 47863826"
    })
    void codeWhenTimeIsOfTheRfcThenAsItsAppendixSays(long time, String sha1, String sha256, String sha512) {
        long step = Totp.stepAt(Instant.ofEpochSecond(time));

        assertThat(rfc(HashingAlgorithm.SHA1, 20, step)).isEqualTo(sha1);
        assertThat(rfc(HashingAlgorithm.SHA256, 32, step)).isEqualTo(sha256);
        assertThat(rfc(HashingAlgorithm.SHA512, 64, step)).isEqualTo(sha512);
        assertThat(totp.code(SECRET, step).digits()).isEqualTo(sha1.substring(2));
    }

    private static String rfc(HashingAlgorithm algorithm, int keyLength, long step) {
        return new Totp(algorithm, 8).codeAt(SEED.substring(0, keyLength).getBytes(US_ASCII), step);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "29, 0", "30, 1", "59, 1", "60, 2", "-1, -1"})
    void stepAtWhenThirtySecondsPassThenRisesByOne(long seconds, long step) {
        assertThat(Totp.stepAt(Instant.ofEpochSecond(seconds))).isEqualTo(step);
    }

    @Test
    void stepAtWhenWithinTheLastMillisecondThenIsStillTheSame() {
        assertThat(Totp.stepAt(Instant.ofEpochSecond(30).minusMillis(1))).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void matchingStepWhenCodeIsWithinTheWindowThenIsItsOwnStep(int ahead) {
        long step = Totp.stepAt(NOW) + ahead;

        assertThat(totp.matchingStep(SECRET, totp.code(SECRET, step), NOW)).hasValue(step);
    }

    @ParameterizedTest
    @ValueSource(ints = {-3, -2, 2, 3})
    void matchingStepWhenCodeIsOutsideTheWindowThenIsEmpty(int ahead) {
        TotpCode code = totp.code(SECRET, Totp.stepAt(NOW) + ahead);

        assertThat(totp.matchingStep(SECRET, code, NOW)).isEmpty();
    }

    @Test
    void matchingStepWhenTimeIsAtTheEdgeOfAStepThenTheWindowMovesWithIt() {
        Instant edge = Instant.ofEpochSecond(1_800_000_000);
        TotpCode twoBefore = totp.code(SECRET, Totp.stepAt(edge) - 2);

        assertThat(totp.matchingStep(SECRET, twoBefore, edge.minusMillis(1))).isPresent();
        assertThat(totp.matchingStep(SECRET, twoBefore, edge)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"153567, 153569, 468457", "910737, 910738, 911617"})
    void matchingStepWhenTwoStepsShowTheSameCodeThenIsTheNewer(long older, long newer, String code) {
        assertThat(totp.code(SECRET, older).digits()).isEqualTo(code);
        assertThat(totp.code(SECRET, newer).digits()).isEqualTo(code);
        Instant between = Instant.ofEpochSecond((older + newer) / 2 * Totp.STEP.toSeconds());

        assertThat(totp.matchingStep(SECRET, new TotpCode(code), between)).hasValue(newer);
    }

    @Test
    void matchingStepWhenSecretIsAnotherThenIsEmpty() {
        TotpSecret other = TotpSecret.of(new byte[20]);

        assertThat(totp.matchingStep(other, totp.code(SECRET, Totp.stepAt(NOW)), NOW))
                .isEmpty();
    }

    @Test
    void codeWhenNumberIsShortThenKeepsItsLeadingZeros() {
        assertThat(IntStream.range(0, 200)
                        .mapToObj(step -> totp.code(SECRET, step).digits()))
                .allMatch(code -> code.length() == 6)
                .anyMatch(code -> code.startsWith("0"));
    }
}
