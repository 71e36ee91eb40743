package dev.vestibule.authenticator;

import static dev.vestibule.authenticator.Acceptance.ACCEPTED;
import static dev.vestibule.authenticator.Acceptance.USED;
import static dev.vestibule.authenticator.Acceptance.WRONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vestibule.encryption.DecryptionException;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import dev.vestibule.throttle.TestTries;
import dev.vestibule.totp.TotpCode;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A code opens once, and for its own account alone. */
@VestibuleTest
record AuthenticatorsTest(
        Authenticators authenticators,
        AuthenticatorApps apps,
        TestAccounts accounts,
        TestClock clock,
        JdbcClient jdbc) {
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void acceptWhenCodeIsWithinTheWindowThenIsAcceptedOnce(int ahead, @WithMfa TestAccount bob) {
        assertThat(accept(bob, ahead)).isEqualTo(ACCEPTED);
        assertThat(accept(bob, ahead)).isEqualTo(USED);
        assertThat(apps.of(bob.id()).get(0).lastUsedAt()).isEqualTo(clock.instant());
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 2, 10})
    void acceptWhenCodeIsOutsideTheWindowThenIsWrongAndSpendsNothing(int ahead, @WithMfa TestAccount bob) {
        assertThat(accept(bob, ahead)).isEqualTo(WRONG);
        assertThat(accept(bob, -1)).isEqualTo(ACCEPTED);
    }

    @Test
    void acceptWhenNewerStepWasAcceptedThenOlderOnesAreSpent(@WithMfa TestAccount bob) {
        assertThat(accept(bob, 0)).isEqualTo(ACCEPTED);
        assertThat(accept(bob, -1)).isEqualTo(USED);
        assertThat(accept(bob, 1)).isEqualTo(ACCEPTED);
        assertThat(accept(bob, 0)).isEqualTo(USED);
        assertThat(accept(bob, 1)).isEqualTo(USED);
    }

    @Test
    void acceptWhenStepsFollowOneAnotherThenEachIsAccepted(@WithMfa TestAccount bob) {
        for (int step = 0; step < 5; step++) {
            assertThat(accept(bob, 0)).isEqualTo(ACCEPTED);
            clock.pass(Duration.ofSeconds(30));
            assertThat(accept(bob, -1)).isEqualTo(USED);
        }
    }

    @Test
    void acceptWhenCodeIsAnotherAccountsThenIsWrongAndStaysUnspent(
            @WithMfa TestAccount bob, @WithMfa TestAccount carol) {
        assertThat(authenticators.acceptOnce(TestTries.of(bob.id()), code(carol, 0), CodePurpose.CONFIRMATION))
                .isEqualTo(WRONG);
        assertThat(accept(carol, 0)).isEqualTo(ACCEPTED);
    }

    @Test
    void acceptWhenAccountHasNoAppOrDoesNotExistThenIsWrong(@WithPassword TestAccount alice) {
        assertThat(authenticators.acceptOnce(
                        TestTries.of(alice.id()), new TotpCode("123456"), CodePurpose.CONFIRMATION))
                .isEqualTo(WRONG);
        assertThat(authenticators.acceptOnce(
                        TestTries.of(UUID.randomUUID()), new TotpCode("123456"), CodePurpose.CONFIRMATION))
                .isEqualTo(WRONG);
    }

    @Test
    void acceptWhenAccountHasSeveralAppsThenEachOneCounts() {
        TestAccount phone = accounts.withMfa("bob");
        TestAccount tablet = accounts.withApp(phone, "Tablet");
        TestAccount watch = accounts.withApp(phone, "Watch");

        assertThat(accept(tablet, 0)).isEqualTo(ACCEPTED);
        assertThat(accept(phone, 0)).isEqualTo(ACCEPTED);
        assertThat(accept(watch, 0)).isEqualTo(ACCEPTED);
        assertThat(accept(tablet, 0)).isEqualTo(USED);
    }

    @Test
    void acceptWhenAppIsRemovedThenItsCodeIsWrong() {
        TestAccount phone = accounts.withMfa("bob");
        TestAccount tablet = accounts.withApp(phone, "Tablet");
        UUID id = apps.of(phone.id()).get(1).id();

        assertThat(apps.remove(phone.id(), id)).isTrue();

        assertThat(accept(tablet, 0)).isEqualTo(WRONG);
        assertThat(accept(phone, 0)).isEqualTo(ACCEPTED);
    }

    @Test
    void findWhenAppIsAnotherUsersThenIsEmptyAndItStays(@WithMfa TestAccount bob, @WithMfa TestAccount carol) {
        UUID carols = apps.of(carol.id()).get(0).id();

        assertThat(apps.find(bob.id(), carols)).isEmpty();
        assertThat(apps.remove(bob.id(), carols)).isFalse();
        assertThat(apps.find(carol.id(), carols)).isPresent();
    }

    @Test
    void acceptWhenSecretWasMovedToAnotherRowThenFailsClosed(@WithMfa TestAccount bob, @WithMfa TestAccount mallory) {
        jdbc.sql("""
                update authenticator set sealed_secret =
                    (select sealed_secret from authenticator where account_id = :mallory)
                where account_id = :bob""").param("mallory", mallory.id()).param("bob", bob.id()).update();

        assertThatExceptionOfType(DecryptionException.class)
                .isThrownBy(() ->
                        authenticators.acceptOnce(TestTries.of(bob.id()), code(mallory, 0), CodePurpose.CONFIRMATION));
        assertThatExceptionOfType(DecryptionException.class).isThrownBy(() -> accept(bob, 0));
    }

    @Test
    void acceptWhenRowWasMovedToAnotherAccountThenFailsClosed(@WithMfa TestAccount bob, @WithMfa TestAccount mallory) {
        jdbc.sql(
                        "update authenticator set account_id = :bob, name = 'Moved', name_folded = 'moved' where account_id = :mallory")
                .param("mallory", mallory.id())
                .param("bob", bob.id())
                .update();

        assertThatExceptionOfType(DecryptionException.class)
                .isThrownBy(() ->
                        authenticators.acceptOnce(TestTries.of(bob.id()), code(mallory, 0), CodePurpose.CONFIRMATION));
    }

    private Acceptance accept(TestAccount account, int stepsAhead) {
        return authenticators.acceptOnce(
                TestTries.of(account.id()), code(account, stepsAhead), CodePurpose.CONFIRMATION);
    }

    private static TotpCode code(TestAccount account, int stepsAhead) {
        return new TotpCode(account.code(stepsAhead));
    }
}
