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
    AccountService accountService;

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
            assertOneOf(() -> accountService.disable(anna.id()), () -> accountService.disable(bert.id()));
            accountService.enable(anna.id());
            accountService.enable(bert.id());
        }
    }

    @Test
    void changeRoleWhenTwoAdministratorsDemoteEachOtherThenOneStays() throws InterruptedException {
        TestAccount anna = administrator();
        TestAccount bert = administrator();
        for (int round = 0; round < ROUNDS; round++) {
            assertOneOf(
                    () -> accountService.changeRole(anna.id(), Role.USER),
                    () -> accountService.changeRole(bert.id(), Role.USER));
            accountService.changeRole(anna.id(), Role.ADMIN);
            accountService.changeRole(bert.id(), Role.ADMIN);
        }
    }

    @Test
    void changeRoleWhenTheOtherAdministratorIsDisabledAtTheSameTimeThenOneStays() throws InterruptedException {
        TestAccount anna = administrator();
        TestAccount bert = administrator();
        for (int round = 0; round < ROUNDS; round++) {
            assertOneOf(() -> accountService.changeRole(anna.id(), Role.USER), () -> accountService.disable(bert.id()));
            accountService.changeRole(anna.id(), Role.ADMIN);
            accountService.enable(bert.id());
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

        assertThat(accountService.isLastAdministrator(anna.id())).isTrue();
        assertThat(accountService.disable(anna.id())).isEqualTo(Outcome.LAST_ADMINISTRATOR);
        assertThat(accountService.changeRole(anna.id(), Role.USER)).isEqualTo(Outcome.LAST_ADMINISTRATOR);
        assertThat(accountService.changeRole(anna.id(), Role.ADMIN)).isEqualTo(Outcome.DONE);

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
        accountService.disable(bert.id());

        assertThat(accountService.disable(anna.id())).isEqualTo(Outcome.LAST_ADMINISTRATOR);
        assertThat(accountService.disable(bert.id())).isEqualTo(Outcome.DONE);
    }

    @Test
    void disableWhenAccountIsNoAdministratorThenIsDone() {
        administrator();
        TestAccount alice = testAccounts.withPassword("alice");

        assertThat(accountService.isLastAdministrator(alice.id())).isFalse();
        assertThat(accountService.disable(alice.id())).isEqualTo(Outcome.DONE);
    }

    private TestAccount administrator() {
        return testAccounts.withPassword("anna", Role.ADMIN);
    }
}
