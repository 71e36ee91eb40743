package dev.vestibule.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

class Argon2idPasswordEncoderTest {
    private static final String PASSWORD = "plum-tractor-violet-94";

    /** 32 MiB, which is more than today's cost. */
    private static final String DEARER = new Argon2PasswordEncoder(16, 32, 1, 32_768, 2).encode(PASSWORD);

    private static final String CHEAPER = new Argon2PasswordEncoder(8, 16, 2, 64, 1).encode(PASSWORD);

    private final Argon2idPasswordEncoder encoder = new Argon2idPasswordEncoder(new SecureRandom());

    @Test
    void encodeWhenAPasswordIsGivenThenSpringsEncoderMatchesIt() {
        String hash = encoder.encode(PASSWORD);

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        var springs = new Argon2PasswordEncoder(16, 32, 1, 19_456, 2);
        assertThat(springs.matches(PASSWORD, hash)).isTrue();
        assertThat(springs.upgradeEncoding(hash)).isFalse();
        assertThat(encoder.encode(PASSWORD)).isNotEqualTo(hash);
    }

    @ParameterizedTest
    @ValueSource(strings = {PASSWORD, "pässwörd", "パスワード", " "})
    void matchesWhenSpringsEncoderMadeTheHashThenOnlyForItsPassword(String password) {
        String hash = new Argon2PasswordEncoder(16, 32, 1, 19_456, 2).encode(password);

        assertThat(encoder.matches(password, hash)).isTrue();
        assertThat(encoder.matches(password + "x", hash)).isFalse();
    }

    @Test
    void matchesWhenTheCostIsAnotherThenComputedByTheCostOfTheHash() {
        assertThat(encoder.matches(PASSWORD, CHEAPER)).isTrue();
        assertThat(encoder.matches(PASSWORD, DEARER)).isTrue();
        assertThat(encoder.matches("wrong", DEARER)).isFalse();
    }

    @Test
    void upgradeEncodingWhenTheCostIsBelowTodaysThenTrue() {
        assertThat(encoder.upgradeEncoding(CHEAPER)).isTrue();
        assertThat(encoder.upgradeEncoding(CHEAPER.replace("t=1", "t=3"))).isTrue();
        assertThat(encoder.upgradeEncoding(DEARER)).isFalse();
        assertThat(encoder.upgradeEncoding(DEARER.replace("t=2", "t=1"))).isTrue();
        assertThat(encoder.upgradeEncoding(encoder.encode(PASSWORD))).isFalse();
    }

    /** 4 GiB, a hundred thousand rounds, or nothing to compute: a row that somebody wrote into the database. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "m=4194304,t=2,p=1",
                "m=155649,t=1,p=1",
                "m=19456,t=17,p=1",
                "m=19456,t=99999,p=1",
                "m=99999999999,t=2,p=1",
                "m=19456,t=0,p=1",
                "m=19456,t=2,p=0",
                "m=7,t=2,p=1",
                "m=19456,t=-2,p=1",
                "m=19456,t=2",
                ""
            })
    void matchesWhenTheCostIsAbsurdThenFalseAndNothingIsComputed(String cost) {
        String hash = encoder.encode(PASSWORD).replace("m=19456,t=2,p=1", cost);

        assertThat(encoder.matches(PASSWORD, hash)).isFalse();
        assertThat(encoder.upgradeEncoding(hash)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "$argon2i$v=19$m=64,t=1,p=2$YWFhYWFhYWE$YWFhYWFhYWFhYWFhYWFhYQ",
                "$argon2id$v=16$m=64,t=1,p=2$YWFhYWFhYWE$YWFhYWFhYWFhYWFhYWFhYQ",
                "$argon2id$v=19$m=64,t=1,p=2$$YWFhYWFhYWFhYWFhYWFhYQ",
                "$argon2id$v=19$m=64,t=1,p=2$YWFhYWFhYWE$",
                "$argon2id$v=19$m=64,t=1,p=2$YWFhYWFhYWFhY$YWFhYWFhYWFhYWFhYWFhYQ",
                "$argon2id$v=19$m=64,t=1,p=2$YWFhYWFhYWE$YWFhYWFhYWFhYWFhYWFhYQ$"
            })
    void matchesWhenTheHashIsMalformedThenFalse(String hash) {
        assertThat(encoder.matches("", hash)).isFalse();
        assertThat(encoder.matches(PASSWORD, hash)).isFalse();
    }

    @Test
    void matchesWhenEightThreadsShareTheEncoderThenEachIsRight() {
        String hash = encoder.encode(PASSWORD);

        boolean allRight = IntStream.range(0, 48)
                .parallel()
                .allMatch(i -> encoder.matches(i % 2 == 0 ? PASSWORD : PASSWORD + i, hash) == (i % 2 == 0));

        assertThat(allRight).isTrue();
    }
}
