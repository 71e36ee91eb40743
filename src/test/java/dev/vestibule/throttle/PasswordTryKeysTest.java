package dev.vestibule.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.AdditionalMatchers.aryEq;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.vestibule.account.Username;
import dev.vestibule.encryption.EncryptionKeys;
import dev.vestibule.parameter.ParameterValues;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.testing.TestSetup;
import dev.vestibule.throttle.PasswordTries.AccountWaits;
import dev.vestibule.throttle.PasswordTries.NetworkWaits;
import dev.vestibule.throttle.ThrottleKey.Stage;
import dev.vestibule.throttle.TryCounters.Reserved;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentMatchers;

/** What a try is counted against, and what it is told while that waits; the counters themselves are not part of it. */
class PasswordTryKeysTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
    private static final Username ALICE = Username.parse("alice").orElseThrow();
    private static final Username BOB = Username.parse("bob").orElseThrow();
    private static final UUID ACCOUNT = new UUID(4, 2);

    private final TryCounters counters = mock();
    private final KnownBrowsers browsers = mock();
    private final Parameters parameters = mock();
    private final PasswordTries tries = new PasswordTries(
            counters,
            browsers,
            parameters,
            EncryptionKeys.parse(TestSetup.KEYS, new SecureRandom()),
            Clock.fixed(NOW, ZoneOffset.UTC));

    /** The keys of each reservation that was asked for. */
    private final List<List<ThrottleKey>> asked = new ArrayList<>();

    /** The end of the wait of each stage that waits. */
    private final Map<Stage, Instant> waits = new HashMap<>();

    @BeforeEach
    void counters() {
        when(parameters.current()).thenReturn(ParameterValues.ofJson("{\"throttle.address_failures\":\"77\"}"));
        when(counters.reserve(anyList())).thenAnswer(call -> {
            List<ThrottleKey> keys = call.getArgument(0);
            asked.add(keys);
            return keys.stream().anyMatch(key -> waits.containsKey(key.stage()))
                    ? Optional.empty()
                    : Optional.of(new Reserved(keys, Timestamp.from(NOW)));
        });
        when(counters.waitsUntil(anyList())).thenAnswer(call -> {
            List<ThrottleKey> keys = call.getArgument(0);
            return keys.stream()
                    .map(key -> waits.get(key.stage()))
                    .filter(Objects::nonNull)
                    .max(Instant::compareTo);
        });
    }

    @Test
    void tryWhenTheBrowserIsUnknownThenIsCountedForPlaceAccountAndNetwork() {
        assertThat(tries.reserve(Optional.of(ALICE), caller(null))).isInstanceOf(TryReservation.class);

        assertThat(asked).hasSize(1);
        assertThat(asked.get(0))
                .extracting(ThrottleKey::stage)
                .containsExactly(Stage.NETWORK, Stage.ACCOUNT, Stage.ADDRESS);
        assertThat(asked.get(0)).extracting(ThrottleKey::source).containsExactly("198.51.100.7", "", "198.51.100.7");
        assertThat(asked.get(0)).extracting(ThrottleKey::allowed).containsExactly(10, 100, 77);
        assertThat(asked.get(0).get(0).login())
                .isNotEmpty()
                .isEqualTo(asked.get(0).get(1).login());
        assertThat(asked.get(0).get(2).login()).isEmpty();
    }

    @Test
    void tryWhenOfAnotherUsernameThenIsCountedApartAndItsNameIsNotStored() {
        tries.reserve(Optional.of(ALICE), caller(null));
        tries.reserve(Optional.of(BOB), caller(null));

        byte[] alice = asked.get(0).get(0).login();
        assertThat(asked.get(1).get(0).login()).isNotEqualTo(alice);
        assertThat(new String(alice, StandardCharsets.ISO_8859_1)).doesNotContain("alice");
    }

    @Test
    void tryWhenTheBrowserIsKnownThenIsCountedForItAlone() {
        when(browsers.knows(ALICE, "b1")).thenReturn(true);

        assertThat(tries.reserve(Optional.of(ALICE), caller("b1"))).isInstanceOf(TryReservation.class);

        assertThat(asked).hasSize(1);
        ThrottleKey key = asked.get(0).get(0);
        assertThat(asked.get(0)).hasSize(1);
        assertThat(key.stage()).isEqualTo(Stage.BROWSER);
        assertThat(key.source()).isEqualTo("b1");
        assertThat(key.allowed()).isEqualTo(10);
    }

    @Test
    void tryWhenTheBrowserIsKnownToAnotherAccountThenIsOfAnUnknownOne() {
        when(browsers.knows(BOB, "b1")).thenReturn(true);

        tries.reserve(Optional.of(ALICE), caller("b1"));

        assertThat(asked.get(0)).extracting(ThrottleKey::stage).doesNotContain(Stage.BROWSER);
    }

    @Test
    void tryWhenTheKnownBrowserWaitsThenCountsAsUnknown() {
        when(browsers.knows(ALICE, "b1")).thenReturn(true);
        waits.put(Stage.BROWSER, NOW.plusSeconds(30));

        assertThat(tries.reserve(Optional.of(ALICE), caller("b1"))).isInstanceOf(TryReservation.class);

        assertThat(asked).hasSize(2);
    }

    @Test
    void tryWhenTheTextIsNoUsernameThenOnlyTheNetworkIsCounted() {
        tries.reserve(Optional.empty(), caller(null));

        assertThat(asked.get(0)).extracting(ThrottleKey::stage).containsExactly(Stage.ADDRESS);
    }

    @Test
    void tryWhenTheAccountWaitsThenIsNotToldHowLong() {
        waits.put(Stage.ACCOUNT, NOW.plusSeconds(30));

        assertThat(tries.reserve(Optional.of(ALICE), caller(null))).isInstanceOf(AccountWaits.class);
    }

    @Test
    void tryWhenTheNetworkWaitsThenIsToldHowLong() {
        waits.put(Stage.ADDRESS, NOW.plusSeconds(45));

        assertThat(tries.reserve(Optional.of(ALICE), caller(null))).isEqualTo(new NetworkWaits(Duration.ofSeconds(45)));
    }

    @Test
    void waitWhenOfAKnownBrowserThenIsTheShorterOne() {
        when(browsers.knows(ALICE, "b1")).thenReturn(true);
        waits.put(Stage.ACCOUNT, NOW.plusSeconds(60));
        assertThat(tries.waitsUntil(ALICE, caller("b1"))).contains(NOW.plusSeconds(60));

        waits.put(Stage.BROWSER, NOW.plusSeconds(30));
        assertThat(tries.waitsUntil(ALICE, caller("b1"))).contains(NOW.plusSeconds(30));

        waits.put(Stage.BROWSER, NOW.plusSeconds(90));
        assertThat(tries.waitsUntil(ALICE, caller("b1"))).contains(NOW.plusSeconds(60));

        waits.remove(Stage.ACCOUNT);
        assertThat(tries.waitsUntil(ALICE, caller("b1"))).isEmpty();
    }

    @Test
    void credentialWhenRefusedThenCountsAgainstTheNetwork() {
        assertThat(tries.refused(caller(null))).isEmpty();
        verify(counters).fail(any());
        assertThat(asked.get(0)).extracting(ThrottleKey::stage).containsExactly(Stage.ADDRESS);

        waits.put(Stage.ADDRESS, NOW.plusSeconds(9));
        assertThat(tries.refused(caller(null))).contains(new NetworkWaits(Duration.ofSeconds(9)));
    }

    @Test
    void linkWhenRefusedThenCountsApartFromPasswords() {
        assertThat(tries.linkRefused(caller(null))).isEmpty();

        assertThat(asked.get(0)).extracting(ThrottleKey::stage).containsExactly(Stage.LINK);
    }

    @Test
    void ratingWhenReservedThenCountsForTheAccount() {
        assertThat(tries.reserveRating(ACCOUNT)).isPresent();

        ThrottleKey key = asked.get(0).get(0);
        assertThat(key.stage()).isEqualTo(Stage.RATING);
        assertThat(key.source()).isEqualTo(ACCOUNT.toString());
        assertThat(key.allowed()).isEqualTo(30);

        waits.put(Stage.RATING, NOW.plusSeconds(5));
        assertThat(tries.reserveRating(ACCOUNT)).isEmpty();
        assertThat(tries.ratingWaitsUntil(ACCOUNT)).contains(NOW.plusSeconds(5));
    }

    @Test
    void clearWhenAskedThenEndsTheWaitsOfTheUsernameAndOfTheRatings() {
        tries.reserve(Optional.of(ALICE), caller(null));
        byte[] alice = asked.get(0).get(0).login();
        when(counters.waitsUntil(aryEq(alice))).thenReturn(Optional.of(NOW));

        tries.clear(ALICE, ACCOUNT);

        verify(counters).clear(aryEq(alice));
        verify(counters)
                .clear(ArgumentMatchers.<ThrottleKey>argThat(
                        key -> key.stage() == Stage.RATING && Arrays.equals(key.login(), new byte[0])));
        assertThat(tries.waitsUntil(ALICE)).contains(NOW);
    }

    private static Caller caller(@Nullable String browser) {
        return new Caller(SourceNetwork.of("198.51.100.7"), browser);
    }
}
