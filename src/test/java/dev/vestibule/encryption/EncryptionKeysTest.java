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
    void sealedWhenOpenedThenGivesBackThePlaintext() {
        EncryptedValue sealed = keys.seal(SECRET, IDENTITY);

        assertThat(sealed.keyId()).isEqualTo("k1");
        assertThat(sealed.box()).hasSize(12 + SECRET.length + 16);
        assertThat(keys.open(sealed, IDENTITY)).isEqualTo(SECRET);
        assertThat(keys.open(keys.seal(new byte[0], IDENTITY), IDENTITY)).isEmpty();
    }

    @Test
    void sealWhenRepeatedThenUsesAnotherNonce() {
        byte[] one = keys.seal(SECRET, IDENTITY).box();
        byte[] other = keys.seal(SECRET, IDENTITY).box();

        assertThat(Arrays.copyOf(one, 12)).isNotEqualTo(Arrays.copyOf(other, 12));
        assertThat(one).isNotEqualTo(other);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 11, 12, 31, 32, 47}) // first and last byte of nonce, ciphertext and tag
    void openWhenAByteWasAlteredThenRefuses(int position) {
        byte[] box = keys.seal(SECRET, IDENTITY).box();
        box[position] ^= 1;

        assertRefuses(keys, new EncryptedValue("k1", box), IDENTITY);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 11, 12, 27, 28, 47})
    void openWhenCutShortThenRefuses(int length) {
        byte[] box = keys.seal(SECRET, IDENTITY).box();

        assertRefuses(keys, new EncryptedValue("k1", Arrays.copyOf(box, length)), IDENTITY);
    }

    @Test
    void openWhenMovedToAnotherRowThenRefuses() {
        assertRefuses(keys, keys.seal(SECRET, IDENTITY), "authenticator:18");
    }

    @Test
    void openWhenKeyIsUnknownThenRefuses() {
        assertRefuses(EncryptionKeys.parse(second, random), keys.seal(SECRET, IDENTITY), IDENTITY);
    }

    @Test
    void openWhenAnotherKeyHasTheIdThenRefuses() {
        assertRefuses(EncryptionKeys.parse("k1:" + key(9), random), keys.seal(SECRET, IDENTITY), IDENTITY);
    }

    @Test
    void rotationWhenNewKeyIsInFrontThenItSealsAndBothOpen() {
        EncryptedValue old = keys.seal(SECRET, IDENTITY);
        EncryptionKeys rotated = EncryptionKeys.parse(second + "," + first, random);
        EncryptedValue anew = rotated.seal(SECRET, IDENTITY);

        assertThat(anew.keyId()).isEqualTo("k2");
        assertThat(rotated.isCurrent(anew)).isTrue();
        assertThat(rotated.isCurrent(old)).isFalse();
        assertThat(rotated.open(old, IDENTITY)).isEqualTo(SECRET);
        assertThat(rotated.open(anew, IDENTITY)).isEqualTo(SECRET);
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

    /** Pins the derivation: what is sealed and authenticated today must open in every later release. */
    @Test
    void derivationWhenComputedElsewhereThenIsTheSame() {
        EncryptionKeys zero = EncryptionKeys.parse("k1:" + Base64.getEncoder().encodeToString(new byte[32]), random);
        EncryptedValue sealedElsewhere = new EncryptedValue(
                "k1",
                HexFormat.of()
                        .parseHex(
                                "000102030405060708090a0bbbcecb0d7b113c7a1457dccc9b13882a5eebff3946e105909d616d955b77711674b85b6d"));

        assertThat(zero.mac("session", SECRET))
                .isEqualTo(HexFormat.of().parseHex("4da887890e0362b8bbfa125dd0d6597ddb9a413b68cdbb4990a109e2c498ad59"));
        assertThat(zero.open(sealedElsewhere, IDENTITY)).isEqualTo(SECRET);
    }

    @Test
    void sealedWhenBytesAreTheSameThenEqual() {
        EncryptedValue sealed = new EncryptedValue("k1", new byte[] {1, 2, 3});

        assertThat(sealed)
                .isEqualTo(new EncryptedValue("k1", new byte[] {1, 2, 3}))
                .hasSameHashCodeAs(new EncryptedValue("k1", new byte[] {1, 2, 3}));
        assertThat(sealed).isNotEqualTo(new EncryptedValue("k1", new byte[] {1, 2, 4}));
        assertThat(sealed).isNotEqualTo(new EncryptedValue("k2", new byte[] {1, 2, 3}));
        assertThat(sealed).hasToString("Sealed[keyId=k1, box=3 bytes]");
    }

    @Test
    void sealedWhenItsBytesAreChangedFromOutsideThenKeepsItsOwn() {
        byte[] box = {1, 2, 3};
        EncryptedValue sealed = new EncryptedValue("k1", box);
        box[0] = 9;
        sealed.box()[1] = 9;

        assertThat(sealed.box()).containsExactly(1, 2, 3);
    }

    @Test
    void keysWhenPrintedThenShowOnlyTheirIds() {
        assertThat(EncryptionKeys.parse(second + "," + first, random)).hasToString("EncryptionKeys[k2, k1]");
        assertThat(new EncryptionProperties(first, null).toString()).doesNotContain(key(1));
    }

    private static void assertRefuses(EncryptionKeys keys, EncryptedValue sealed, String identity) {
        assertThatExceptionOfType(DecryptionException.class).isThrownBy(() -> keys.open(sealed, identity));
    }

    private static String key(int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
