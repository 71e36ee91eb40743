package dev.vestibule.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountService.Outcome;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.VestibuleTest;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One administrator who can sign in always stays, whoever asks at the same time. */
@VestibuleTest
class LastAdministratorTest {
    private static final int ROUNDS = 15;

    @Autowired
    AccountService registrar;

    @Autowired
    AccountRepository accounts;

    @Autowired
    TestAccounts testAccounts;

    @Autowired
    JdbcClient jdbc;

    private List<UUID> others = List.of();

    @BeforeEach
    void sendTheOtherAdministratorsAway() {
        others = jdbc.sql("update account set role = 'USER' where role = 'ADMIN' returning id")
                .query(UUID.class)
                .list();
    }

    @AfterEach
    void callThemBack() {
        jdbc.sql("update account set role = 'USER' where role = 'ADMIN'").update();
        others.forEach(id -> jdbc.sql("update account set role = 'ADMIN' where id = :id")
                .param("id", id)
                .update());
    }

    @Test
    void disableWhenTwoAdministratorsDisableEachOtherThenOneStays() throws InterruptedException {
        TestAccount anna = administrator();
        TestAccount bert = administrator();
        for (int round = 0; round < ROUNDS; round++) {
            assertOneOf(() -> registrar.disable(anna.id()), () -> registrar.disable(bert.id()));
            registrar.enable(anna.id());
            registrar.enable(bert.id());
        }
    }

    @Test
    void changeRoleWhenTwoAdministratorsDemoteEachOtherThenOneStays() throws InterruptedException {
        TestAccount anna = administrator();
        TestAccount bert = administrator();
        for (int round = 0; round < ROUNDS; round++) {
            assertOneOf(
                    () -> registrar.changeRole(anna.id(), Role.USER), () -> registrar.changeRole(bert.id(), Role.USER));
            registrar.changeRole(anna.id(), Role.ADMIN);
            registrar.changeRole(bert.id(), Role.ADMIN);
        }
    }

    @Test
    void changeRoleWhenTheOtherAdministratorIsDisabledAtTheSameTimeThenOneStays() throws InterruptedException {
        TestAccount anna = administrator();
        TestAccount bert = administrator();
        for (int round = 0; round < ROUNDS; round++) {
            assertOneOf(() -> registrar.changeRole(anna.id(), Role.USER), () -> registrar.disable(bert.id()));
            registrar.changeRole(anna.id(), Role.ADMIN);
            registrar.enable(bert.id());
        }
    }

    private void assertOneOf(Callable<Outcome> one, Callable<Outcome> other) throws InterruptedException {
        assertThat(Race.between(List.of(one, other)))
                .containsExactlyInAnyOrder(Outcome.DONE, Outcome.LAST_ADMINISTRATOR);
        assertThat(accounts.anAdministratorCanSignIn()).isTrue();
    }

    @Test
    void disableWhenSheIsTheLastThenIsRefusedAndNothingEnds() {
        TestAccount anna = administrator();
        int version = accounts.findById(anna.id()).orElseThrow().credentialVersion();

        assertThat(registrar.isLastAdministrator(anna.id())).isTrue();
        assertThat(registrar.disable(anna.id())).isEqualTo(Outcome.LAST_ADMINISTRATOR);
        assertThat(registrar.changeRole(anna.id(), Role.USER)).isEqualTo(Outcome.LAST_ADMINISTRATOR);
        assertThat(registrar.changeRole(anna.id(), Role.ADMIN)).isEqualTo(Outcome.DONE);

        Account after = accounts.findById(anna.id()).orElseThrow();
        assertThat(after.disabled()).isFalse();
        assertThat(after.role()).isEqualTo(Role.ADMIN);
        assertThat(after.credentialVersion()).isEqualTo(version);
    }

    @Test
    void disableWhenTheOthersCannotSignInThenSheIsTheLast() {
        TestAccount anna = administrator();
        testAccounts.invited("ivy", Role.ADMIN);
        TestAccount bert = administrator();
        registrar.disable(bert.id());

        assertThat(registrar.disable(anna.id())).isEqualTo(Outcome.LAST_ADMINISTRATOR);
        assertThat(registrar.disable(bert.id())).isEqualTo(Outcome.DONE);
    }

    @Test
    void disableWhenAccountIsNoAdministratorThenIsDone() {
        administrator();
        TestAccount alice = testAccounts.withPassword("alice");

        assertThat(registrar.isLastAdministrator(alice.id())).isFalse();
        assertThat(registrar.disable(alice.id())).isEqualTo(Outcome.DONE);
    }

    private TestAccount administrator() {
        return testAccounts.withPassword("anna", Role.ADMIN);
    }
}
