package dev.vestibule.authenticator;

import static dev.vestibule.authenticator.Acceptance.ACCEPTED;
import static dev.vestibule.authenticator.Acceptance.USED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.encryption.EncryptedValue;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.throttle.TestTries;
import dev.vestibule.totp.TotpCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Of all who send one code at the same time, one is let in, whatever node they ask. */
@VestibuleTest
record AcceptRaceTest(
        Authenticators authenticators,
        AuthenticatorApps apps,
        Replacement replacement,
        TestClock clock,
        SecretEncryption encryption,
        JdbcClient jdbc,
        Environment environment) {
    private static final int ROUNDS = 8;
    private static final int THREADS = 20;

    @Test
    void acceptWhenTwentySendOneCodeThenOneIsAccepted(@WithMfa TestAccount bob) throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            TotpCode code = new TotpCode(bob.code());

            assertOneAccepted(Race.of(
                    THREADS, () -> authenticators.acceptOnce(TestTries.of(bob.id()), code, CodePurpose.CONFIRMATION)));
            clock.passWindow();
        }
    }

    @Test
    void acceptWhenOneCodeIsSentToTwoNodesThenOneIsAccepted(@WithMfa TestAccount bob) throws InterruptedException {
        Node other = new Node();
        for (int round = 0; round < ROUNDS; round++) {
            TotpCode code = new TotpCode(bob.code());
            List<Callable<Acceptance>> runners = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                runners.add(
                        i % 2 == 0
                                ? () -> authenticators.acceptOnce(
                                        TestTries.of(bob.id()), code, CodePurpose.CONFIRMATION)
                                : () -> other.accept(bob.id(), code));
            }

            assertOneAccepted(Race.between(runners));
            clock.passWindow();
        }
    }

    @Test
    void acceptWhenNodeAcceptedCodeThenTheOtherNodeKnows(@WithMfa TestAccount bob) {
        TotpCode code = new TotpCode(bob.code());

        assertThat(new Node().accept(bob.id(), code)).isEqualTo(ACCEPTED);
        assertThat(authenticators.acceptOnce(TestTries.of(bob.id()), code, CodePurpose.CONFIRMATION))
                .isEqualTo(USED);
    }

    @Test
    void acceptWhenTwoAppsShowTheSameCodeThenOneIsAccepted(@WithMfa TestAccount bob) throws InterruptedException {
        storeSameSecretAgain(bob);
        Node other = new Node();
        for (int round = 0; round < ROUNDS; round++) {
            TotpCode code = new TotpCode(bob.code());
            List<Callable<Acceptance>> runners = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                runners.add(
                        i % 2 == 0
                                ? () -> authenticators.acceptOnce(
                                        TestTries.of(bob.id()), code, CodePurpose.CONFIRMATION)
                                : () -> other.accept(bob.id(), code));
            }

            assertOneAccepted(Race.between(runners));
            assertThat(lastSteps(bob))
                    .as("each that matches advances")
                    .hasSize(2)
                    .containsOnly(lastSteps(bob).get(0));
            clock.passWindow();
        }
    }

    @Test
    void acceptWhenTwoAppsShowTheSameCodeAndOneIsSpentThenCodeIsUsed(@WithMfa TestAccount bob) {
        UUID twin = storeSameSecretAgain(bob);
        TotpCode code = new TotpCode(bob.code());
        authenticators.acceptOnce(TestTries.of(bob.id()), code, CodePurpose.CONFIRMATION);
        jdbc.sql("update authenticator set last_accepted_step = 0 where id = :id")
                .param("id", twin)
                .update();

        assertThat(authenticators.acceptOnce(TestTries.of(bob.id()), code, CodePurpose.CONFIRMATION))
                .isEqualTo(USED);
        assertThat(authenticators.acceptOnce(TestTries.of(bob.id()), code, CodePurpose.CONFIRMATION))
                .isEqualTo(USED);
    }

    private static void assertOneAccepted(List<Acceptance> answers) {
        assertThat(answers).containsOnlyOnce(ACCEPTED);
        assertThat(answers).filteredOn(answer -> answer != ACCEPTED).containsOnly(USED);
    }

    private UUID storeSameSecretAgain(TestAccount user) {
        UUID id = UUID.randomUUID();
        EncryptedValue secret = encryption.encrypt(user.id(), id, Objects.requireNonNull(user.secret()));
        apps.add(user.id(), id, "Twin", secret, 0, null);
        return id;
    }

    private List<Long> lastSteps(TestAccount user) {
        return jdbc.sql("select last_accepted_step from authenticator where account_id = :id")
                .param("id", user.id())
                .query(Long.class)
                .list();
    }

    /** The same database through connections and transactions of its own, as a second node has them. */
    private final class Node {
        private final Authenticators authenticators;
        private final TransactionTemplate transaction;

        Node() {
            var source = new DriverManagerDataSource(environment.getRequiredProperty("spring.datasource.url"));
            authenticators = new Authenticators(
                    JdbcClient.create(source),
                    new AuthenticatorApps(JdbcClient.create(source), clock),
                    replacement,
                    encryption,
                    clock);
            transaction = new TransactionTemplate(new JdbcTransactionManager(source));
        }

        Acceptance accept(UUID account, TotpCode code) {
            return Objects.requireNonNull(transaction.execute(
                    status -> authenticators.acceptOnce(TestTries.of(account), code, CodePurpose.CONFIRMATION)));
        }
    }
}
