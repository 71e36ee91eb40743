package dev.vestibule.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vestibule.account.AccountService.Outcome;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@VestibuleTest
record AccountServiceTest(
        AccountService accountService, AccountRepository accounts, TestAccounts testAccounts, TestClock clock) {
    @Test
    void createWhenLoginIsNewThenAccountHasNoPasswordAndNoMfa() {
        TestAccount ivy = testAccounts.invited("ivy", Role.ADMIN);

        Account account = account(ivy);
        assertThat(account.login()).isEqualTo(ivy.login());
        assertThat(account.role()).isEqualTo(Role.ADMIN);
        assertThat(account.hasPassword()).isFalse();
        assertThat(account.mfaEnabled()).isFalse();
        assertThat(account.disabled()).isFalse();
        assertThat(account.createdAt()).isEqualTo(clock.instant());
    }

    @Test
    void createWhenLoginDiffersInCaseAloneThenIsTaken() {
        TestAccount ivy = testAccounts.invited("ivy", Role.USER);
        Username variant =
                Username.parse(ivy.login().toUpperCase(java.util.Locale.ROOT)).orElseThrow();

        assertThatExceptionOfType(UsernameTakenException.class)
                .isThrownBy(() -> accountService.create(variant, data(ivy, "Another"), Role.USER));
    }

    @Test
    void createWhenLoginHasSixtyFourCharactersOutsideTheBasicPlaneThenIsStoredWhole() {
        TestAccount ivy = testAccounts.invited("ivy", Role.USER);
        Username login =
                Username.parse("\ud83d\ude00".repeat(Username.MAX_LENGTH)).orElseThrow();

        accountService.create(login, data(ivy, "\ud83d\ude00".repeat(100)), Role.USER);

        assertThat(accounts.findByLogin(login.text())).isPresent();
    }

    @Test
    void editWhenSomebodyElseEditedFirstThenIsStale() {
        TestAccount ivy = testAccounts.invited("ivy", Role.USER);
        int seen = account(ivy).version();

        assertThat(accountService.edit(ivy.id(), data(ivy, "Ivy One"), seen)).isEqualTo(Outcome.DONE);
        assertThat(accountService.edit(ivy.id(), data(ivy, "Ivy Two"), seen)).isEqualTo(Outcome.STALE);

        assertThat(account(ivy).name()).isEqualTo("Ivy One");
        assertThat(account(ivy).version()).isEqualTo(seen + 1);
    }

    @Test
    void editWhenTenEditAtTheSameTimeThenOneIsDone() throws InterruptedException {
        TestAccount ivy = testAccounts.invited("ivy", Role.USER);
        int seen = account(ivy).version();
        AtomicInteger editor = new AtomicInteger();

        List<Outcome> outcomes =
                Race.of(10, () -> accountService.edit(ivy.id(), data(ivy, "Ivy " + editor.incrementAndGet()), seen));

        assertThat(outcomes).containsOnlyOnce(Outcome.DONE);
        assertThat(account(ivy).version()).isEqualTo(seen + 1);
    }

    @Test
    void editWhenOwnerRenamedThemselvesMeanwhileThenIsStale() {
        TestAccount ivy = testAccounts.invited("ivy", Role.USER);
        int seen = account(ivy).version();

        accountService.present(ivy.id(), "Ivy Herself", java.time.ZoneOffset.UTC);

        assertThat(accountService.edit(ivy.id(), data(ivy, "Ivy Two"), seen)).isEqualTo(Outcome.STALE);
        assertThat(account(ivy).name()).isEqualTo("Ivy Herself");
    }

    @Test
    void disableWhenAccountIsEnabledAgainThenOldSessionsStayEnded(@WithPassword TestAccount alice) {
        int version = account(alice).credentialVersion();

        assertThat(accountService.disable(alice.id())).isEqualTo(Outcome.DONE);
        assertThat(account(alice).disabled()).isTrue();
        accountService.enable(alice.id());

        assertThat(account(alice).disabled()).isFalse();
        assertThat(account(alice).credentialVersion()).isGreaterThan(version);
    }

    @Test
    void signedInWhenItHappensTwiceThenTheEarlierOneIsKeptBesides(@WithPassword TestAccount alice) {
        accountService.signedIn(alice.id(), Factor.PASSWORD);
        var first = account(alice).lastSignIn();
        clock.pass(Duration.ofHours(1));
        accountService.signedIn(alice.id(), Factor.TOTP);

        assertThat(account(alice).earlierSignIn()).isEqualTo(first);
        assertThat(account(alice).lastSignIn()).isEqualTo(new Account.SignedIn(clock.instant(), Factor.TOTP));
    }

    private Account account(TestAccount user) {
        return accounts.findById(user.id()).orElseThrow();
    }

    private AccountDetails data(TestAccount user, String name) {
        return new AccountDetails(name, null, account(user).companyId());
    }
}
