package dev.vestibule.totp;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two codes in a row tell the time of the app within a day either side, and one tells nothing. */
class ClockSearchTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:10Z");
    private static final long PRESENT = Totp.stepAt(NOW);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Totp totp = new Totp();
    private final ClockSearch search = new ClockSearch();
    private final TotpSecret secret = TotpSecret.random(RANDOM);

    private TotpCode code(long ahead) {
        return totp.code(secret, PRESENT + ahead);
    }

    static LongStream offsets() {
        return LongStream.concat(
                LongStream.of(-2880, -2879, -120, -2, -1, 0, 1, 2, 120, 2879, 2880), RANDOM.longs(10, -2880, 2881));
    }

    @ParameterizedTest
    @MethodSource("offsets")
    void findWhenThePhoneIsOffByUpToADayThenIsTheStepOfTheSecondCode(long off) {
        assertThat(search.find(secret, code(off - 1), code(off), NOW)).hasValue(PRESENT + off);
    }

    @ParameterizedTest
    @ValueSource(longs = {-2881, 2881, -5000, 5000})
    void findWhenThePhoneIsOffByMoreThenIsEmpty(long off) {
        assertThat(search.find(secret, code(off - 1), code(off), NOW)).isEmpty();
    }

    @Test
    void findWhenCodesAreNotInARowThenIsEmpty() {
        assertThat(search.find(secret, code(1), code(0), NOW))
                .as("the wrong way round")
                .isEmpty();
        assertThat(search.find(secret, code(0), code(2), NOW))
                .as("one left out")
                .isEmpty();
        assertThat(search.find(secret, code(0), code(0), NOW))
                .as("one alone, twice")
                .isEmpty();
        assertThat(search.find(secret, code(5), new TotpCode("000000"), NOW))
                .as("one alone")
                .isEmpty();
        assertThat(search.find(TotpSecret.random(RANDOM), code(0), code(1), NOW))
                .as("another app's")
                .isEmpty();
    }
}
