package dev.vestibule.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

class PasswordHashingTest {
    private final PasswordEncoder encoder = PasswordHashing.passwordEncoder(new HashingLanes(), new SecureRandom());

    @Test
    void encodeWhenHashedThenSaysArgon2idWithOwaspsParameters() {
        assertThat(encoder.encode("correct horse"))
                .matches("\\{argon2id}\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
    }

    @Test
    void encodeWhenHashedTwiceThenSaltsDiffer() {
        assertThat(encoder.encode("correct horse")).isNotEqualTo(encoder.encode("correct horse"));
    }

    @Test
    void encodeWhenPasswordIsOfTheGreatestLengthThenHashFitsItsColumnAndEachCharacterCounts() {
        String password = "\ud83d\ude00".repeat(PasswordRules.MAX_LENGTH - 1);
        String hash = Objects.requireNonNull(encoder.encode(password + "a"));

        assertThat(hash).hasSizeLessThanOrEqualTo(255);
        assertThat(encoder.matches(password + "a", hash)).isTrue();
        assertThat(encoder.matches(password + "b", hash)).isFalse();
    }

    @Test
    void matchesWhenTypedIsNearlyThePasswordThenIsFalse() {
        String hash = encoder.encode(" p\u00e4ss w\u00f6rd ");

        assertThat(encoder.matches(" p\u00e4ss w\u00f6rd ", hash)).isTrue();
        assertThat(encoder.matches("p\u00e4ss w\u00f6rd", hash)).isFalse();
        assertThat(encoder.matches(" P\u00e4ss w\u00f6rd ", hash)).isFalse();
        assertThat(encoder.matches(" pa\u0308ss wo\u0308rd ", hash)).isFalse();
        assertThat(encoder.matches(" p\u00e4ss w\u00f6rd \u0000", hash)).isFalse();
        assertThat(encoder.matches("", hash)).isFalse();
    }

    @Test
    void upgradeEncodingWhenHashIsOlderOrWeakerThenIsDue() {
        String bcrypt = "{bcrypt}" + new BCryptPasswordEncoder(4).encode("correct horse");
        String argon2 = Objects.requireNonNull(encoder.encode("correct horse"));

        assertThat(encoder.matches("correct horse", bcrypt)).isTrue();
        assertThat(encoder.upgradeEncoding(bcrypt)).isTrue();
        assertThat(encoder.upgradeEncoding(argon2)).isFalse();
        assertThat(encoder.upgradeEncoding(argon2.replace("m=19456", "m=9216"))).isTrue();
    }
}
