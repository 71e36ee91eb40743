package dev.vestibule.authenticator;

import static dev.vestibule.authenticator.Acceptance.ACCEPTED;
import static dev.vestibule.authenticator.Acceptance.USED;
import static dev.vestibule.authenticator.Acceptance.WRONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.throttle.TestTries;
import dev.vestibule.totp.TotpCode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The old phone's code beside the new one's, on two nodes: one comes first, neither fails, and one app is always there. */
@VestibuleTest
class ReplacementRaceTest {
    private static final int ROUNDS = 10;

    @Autowired
    Authenticators here;

    @Autowired
    AuthenticatorApps apps;

    @Autowired
    MfaSwitch mfa;

    @Autowired
    AccountRepository accounts;

    @Autowired
    SecondNode second;

    @Autowired
    TestAccounts testAccounts;

    @Autowired
    TestClock clock;

    private Authenticators there;

    @BeforeEach
    void findTheOtherNode() {
        there = second.context().getBean(Authenticators.class);
    }

    @Test
    void signInWhenOldAndNewAreUsedAtTheSameTimeThenOneOfBothOrders() throws InterruptedException {
        TestAccount old = testAccounts.withMfa("bob");
        for (int round = 0; round < ROUNDS; round++) {
            TestAccount phone = testAccounts.withApp(old, "Phone " + round, only(old));

            List<Acceptance> answers = Race.between(List.of(signIn(here, old), signIn(there, phone)));

            assertThat(answers.get(0)).isIn(ACCEPTED, WRONG);
            assertThat(answers.get(1)).isEqualTo(ACCEPTED);
            clock.passWindow();
            assertThat(names(old)).containsExactly("Phone " + round);
            assertThat(here.acceptOnce(TestTries.of(old.id()), new TotpCode(old.code()), CodePurpose.CONFIRMATION))
                    .isEqualTo(WRONG);
            old = phone;
        }
    }

    @Test
    void signInWhenTwentySendTheNewAppsCodeThenOneIsAcceptedAndTheOldOneEndsOnce() throws InterruptedException {
        TestAccount old = testAccounts.withMfa("bob");
        TestAccount phone = testAccounts.withApp(old, "New phone", only(old));
        List<Callable<Acceptance>> runners = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            runners.add(signIn(i % 2 == 0 ? here : there, phone));
        }

        List<Acceptance> answers = Race.between(runners);

        assertThat(answers).containsOnlyOnce(ACCEPTED);
        assertThat(answers).filteredOn(answer -> answer != ACCEPTED).containsOnly(USED);
        assertThat(names(old)).containsExactly("New phone");
    }

    /** What removes an app by hand comes by the same rows the other way round. */
    @Test
    void signInWhenTheOldAppIsRemovedByHandAtTheSameTimeThenItIsGoneAndNothingFails() throws InterruptedException {
        TestAccount old = testAccounts.withMfa("bob");
        for (int round = 0; round < ROUNDS; round++) {
            UUID app = only(old);
            TestAccount phone = testAccounts.withApp(old, "Phone " + round, app);
            int admitted = version(old);

            List<Acceptance> answers = Race.between(List.of(
                    () -> {
                        mfa.remove(phone.id(), admitted, app);
                        return ACCEPTED;
                    },
                    signIn(there, phone)));

            assertThat(answers.get(1)).isEqualTo(ACCEPTED);
            assertThat(names(old)).containsExactly("Phone " + round);
            clock.passWindow();
            old = phone;
        }
    }

    @Test
    void signInWhenTheNewAppIsRemovedAtTheSameTimeThenOneOfThemStays() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            TestAccount old = testAccounts.withMfa("bob");
            TestAccount phone = testAccounts.withApp(old, "New phone", only(old));
            UUID app = apps.of(old.id()).get(1).id();
            int admitted = version(old);

            List<Object> answers = Race.between(List.<Callable<Object>>of(
                    () -> mfa.remove(old.id(), admitted, app).refusal() == null,
                    () -> signIn(there, phone).call()));

            boolean removed = answers.get(0).equals(true);
            assertThat(answers.get(1)).isEqualTo(removed ? WRONG : ACCEPTED);
            assertThat(names(old)).containsExactly(removed ? "Phone" : "New phone");
        }
    }

    private static Callable<Acceptance> signIn(Authenticators node, TestAccount account) {
        TotpCode code = new TotpCode(account.code());
        return () -> node.acceptOnce(TestTries.of(account.id()), code, CodePurpose.SIGN_IN);
    }

    private UUID only(TestAccount account) {
        return apps.of(account.id()).get(0).id();
    }

    private List<String> names(TestAccount account) {
        return apps.of(account.id()).stream().map(Authenticator::name).toList();
    }

    private int version(TestAccount account) {
        return accounts.findById(account.id()).orElseThrow().credentialVersion();
    }
}
