package dev.vestibule.authenticator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vestibule.authenticator.ClockCheck.Finding;
import dev.vestibule.authenticator.ClockCheck.Outcome;
import dev.vestibule.encryption.DecryptionException;
import dev.vestibule.encryption.EncryptedValue;
import dev.vestibule.encryption.EncryptionKeys;
import dev.vestibule.testing.TestSetup;
import dev.vestibule.totp.TotpSecret;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretEncryptionTest {
    private static final String NEWER = "k2:ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";
    private static final UUID ACCOUNT = new UUID(1, 1);
    private static final UUID APP = new UUID(2, 2);

    private final SecureRandom random = new SecureRandom();
    private final SecretEncryption encryption = of(TestSetup.KEYS);
    private final TotpSecret secret = TotpSecret.random(random);

    @Test
    void secretWhenEncryptedThenIsDecryptedForItsAppOnly() {
        EncryptedValue encrypted = encryption.encrypt(ACCOUNT, APP, secret);

        assertThat(encryption.decrypt(ACCOUNT, APP, encrypted).bytes()).isEqualTo(secret.bytes());
        assertThatExceptionOfType(DecryptionException.class)
                .isThrownBy(() -> encryption.decrypt(ACCOUNT, new UUID(2, 3), encrypted));
        assertThatExceptionOfType(DecryptionException.class)
                .isThrownBy(() -> encryption.decrypt(new UUID(1, 2), APP, encrypted));
    }

    @Test
    void secretWhenTheKeyIsNoLongerTheFirstThenIsNotCurrent() {
        EncryptedValue encrypted = encryption.encrypt(ACCOUNT, APP, secret);

        assertThat(encryption.isCurrent(encrypted)).isTrue();
        assertThat(of(NEWER + "," + TestSetup.KEYS).isCurrent(encrypted)).isFalse();
    }

    @Test
    void pendingAppWhenPrintedThenDoesNotShowItsSecret() {
        var pending = new PendingAuthenticator(APP, secret, true, new byte[] {1, 2, 3});

        assertThat(pending).hasToString("PendingAuthenticator[" + APP + "]");
    }

    @ParameterizedTest
    @CsvSource({"PT0S, true", "PT30S, true", "PT-30S, true", "PT60S, false", "PT-60S, false"})
    void clockWhenOffByOneStepThenItsCodesAreAccepted(Duration ahead, boolean right) {
        assertThat(new Finding(Outcome.FOUND, "Phone", ahead).right()).isEqualTo(right);
    }

    private SecretEncryption of(String keys) {
        return new SecretEncryption(EncryptionKeys.parse(keys, random));
    }
}
