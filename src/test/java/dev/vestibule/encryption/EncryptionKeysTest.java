package dev.vestibule.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptionKeysTest {
    private static final byte[] SECRET = "twenty bytes of seed".getBytes(UTF_8);
    private static final String IDENTITY = "authenticator:17";

    private final SecureRandom random = new SecureRandom();
    private final String first = "k1:" + key(1);
    private final String second = "k2:" + key(2);
    private final EncryptionKeys keys = EncryptionKeys.parse(first, random);

    @Test
    void encryptedWhenDecryptedThenGivesBackThePlaintext() {
        EncryptedValue encrypted = keys.encrypt(SECRET, IDENTITY);

        assertThat(encrypted.keyId()).isEqualTo("k1");
        assertThat(encrypted.bytes()).hasSize(12 + SECRET.length + 16);
        assertThat(keys.decrypt(encrypted, IDENTITY)).isEqualTo(SECRET);
        assertThat(keys.decrypt(keys.encrypt(new byte[0], IDENTITY), IDENTITY)).isEmpty();
    }

    @Test
    void encryptWhenRepeatedThenUsesAnotherNonce() {
        byte[] one = keys.encrypt(SECRET, IDENTITY).bytes();
        byte[] other = keys.encrypt(SECRET, IDENTITY).bytes();

        assertThat(Arrays.copyOf(one, 12)).isNotEqualTo(Arrays.copyOf(other, 12));
        assertThat(one).isNotEqualTo(other);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 11, 12, 31, 32, 47}) // first and last byte of nonce, ciphertext and tag
    void openWhenAByteWasAlteredThenRefuses(int position) {
        byte[] bytes = keys.encrypt(SECRET, IDENTITY).bytes();
        bytes[position] ^= 1;

        assertRefuses(keys, new EncryptedValue("k1", bytes), IDENTITY);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 11, 12, 27, 28, 47})
    void openWhenCutShortThenRefuses(int length) {
        byte[] bytes = keys.encrypt(SECRET, IDENTITY).bytes();

        assertRefuses(keys, new EncryptedValue("k1", Arrays.copyOf(bytes, length)), IDENTITY);
    }

    @Test
    void openWhenMovedToAnotherRowThenRefuses() {
        assertRefuses(keys, keys.encrypt(SECRET, IDENTITY), "authenticator:18");
    }

    @Test
    void openWhenKeyIsUnknownThenRefuses() {
        assertRefuses(EncryptionKeys.parse(second, random), keys.encrypt(SECRET, IDENTITY), IDENTITY);
    }

    @Test
    void openWhenAnotherKeyHasTheIdThenRefuses() {
        assertRefuses(EncryptionKeys.parse("k1:" + key(9), random), keys.encrypt(SECRET, IDENTITY), IDENTITY);
    }

    @Test
    void rotationWhenNewKeyIsInFrontThenItEncryptsAndBothDecrypt() {
        EncryptedValue old = keys.encrypt(SECRET, IDENTITY);
        EncryptionKeys rotated = EncryptionKeys.parse(second + "," + first, random);
        EncryptedValue anew = rotated.encrypt(SECRET, IDENTITY);

        assertThat(anew.keyId()).isEqualTo("k2");
        assertThat(rotated.isCurrent(anew)).isTrue();
        assertThat(rotated.isCurrent(old)).isFalse();
        assertThat(rotated.decrypt(old, IDENTITY)).isEqualTo(SECRET);
        assertThat(rotated.decrypt(anew, IDENTITY)).isEqualTo(SECRET);
    }

    @Test
    void macWhenVerifiedThenHoldsForItsMessageAndPurposeOnly() {
        byte[] mac = keys.mac("session", SECRET);

        assertThat(mac).hasSize(32);
        assertThat(keys.verifyMac("session", SECRET, mac)).isTrue();
        assertThat(keys.verifyMac("device", SECRET, mac)).isFalse();
        assertThat(keys.verifyMac("session", "another".getBytes(UTF_8), mac)).isFalse();
        assertThat(keys.verifyMac("session", SECRET, Arrays.copyOf(mac, 31))).isFalse();
        mac[31] ^= 1;
        assertThat(keys.verifyMac("session", SECRET, mac)).isFalse();
    }

    @Test
    void macWhenKeyWasRotatedThenTheOldOneStillCounts() {
        byte[] old = keys.mac("session", SECRET);
        EncryptionKeys rotated = EncryptionKeys.parse(second + "," + first, random);

        assertThat(rotated.verifyMac("session", SECRET, old)).isTrue();
        assertThat(rotated.mac("session", SECRET)).isNotEqualTo(old);
        assertThat(EncryptionKeys.parse(second, random).verifyMac("session", SECRET, old))
                .isFalse();
    }

    /** Pins the derivation: what is encrypted and authenticated today must be decrypted in every later release. */
    @Test
    void derivationWhenComputedElsewhereThenIsTheSame() {
        EncryptionKeys zero = EncryptionKeys.parse("k1:" + Base64.getEncoder().encodeToString(new byte[32]), random);
        EncryptedValue encryptedElsewhere = new EncryptedValue(
                "k1",
                HexFormat.of()
                        .parseHex(
                                "000102030405060708090a0bbbcecb0d7b113c7a1457dccc9b13882a5eebff3946e105909d616d955b77711674b85b6d"));

        assertThat(zero.mac("session", SECRET))
                .isEqualTo(HexFormat.of().parseHex("4da887890e0362b8bbfa125dd0d6597ddb9a413b68cdbb4990a109e2c498ad59"));
        assertThat(zero.decrypt(encryptedElsewhere, IDENTITY)).isEqualTo(SECRET);
    }

    @Test
    void encryptedWhenBytesAreTheSameThenEqual() {
        EncryptedValue encrypted = new EncryptedValue("k1", new byte[] {1, 2, 3});

        assertThat(encrypted)
                .isEqualTo(new EncryptedValue("k1", new byte[] {1, 2, 3}))
                .hasSameHashCodeAs(new EncryptedValue("k1", new byte[] {1, 2, 3}));
        assertThat(encrypted).isNotEqualTo(new EncryptedValue("k1", new byte[] {1, 2, 4}));
        assertThat(encrypted).isNotEqualTo(new EncryptedValue("k2", new byte[] {1, 2, 3}));
        assertThat(encrypted).hasToString("EncryptedValue[keyId=k1, 3 bytes]");
    }

    @Test
    void encryptedWhenItsBytesAreChangedFromOutsideThenKeepsItsOwn() {
        byte[] bytes = {1, 2, 3};
        EncryptedValue encrypted = new EncryptedValue("k1", bytes);
        bytes[0] = 9;
        encrypted.bytes()[1] = 9;

        assertThat(encrypted.bytes()).containsExactly(1, 2, 3);
    }

    @Test
    void keysWhenPrintedThenShowOnlyTheirIds() {
        assertThat(EncryptionKeys.parse(second + "," + first, random)).hasToString("EncryptionKeys[k2, k1]");
        assertThat(new EncryptionProperties(first, null).toString()).doesNotContain(key(1));
    }

    private static void assertRefuses(EncryptionKeys keys, EncryptedValue encrypted, String identity) {
        assertThatExceptionOfType(DecryptionException.class).isThrownBy(() -> keys.decrypt(encrypted, identity));
    }

    private static String key(int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
