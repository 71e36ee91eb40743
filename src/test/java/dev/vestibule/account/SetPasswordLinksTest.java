package dev.vestibule.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vestibule.testing.Race;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@VestibuleTest
record SetPasswordLinksTest(
        SetPasswordLinks links,
        Passwords passwords,
        AccountRepository accounts,
        TestAccounts testAccounts,
        TestClock clock,
        JdbcClient jdbc,
        TransactionOperations transaction) {
    private static final String NEW = "marble-kettle-orbit-37";

    @Test
    void setWhenLinkIsUsedThenPasswordIsSetAndLinkIsVoid() {
        TestAccount ivy = testAccounts.invited("ivy", Role.USER);
        String token = links.issue(ivy.id()).token().text();

        assertThat(links.holder(token)).contains(ivy.id());
        assertThat(links.holder(token)).as("looking uses nothing up").contains(ivy.id());
        assertThat(passwords.set(token, NEW)).isTrue();

        assertThat(passwords.isCurrent(account(ivy), NEW)).isTrue();
        assertThat(links.holder(token)).isEmpty();
        assertThat(passwords.set(token, "another-plum-tractor-5")).isFalse();
        assertThat(passwords.isCurrent(account(ivy), NEW)).isTrue();
    }

    @Test
    void setWhenTwentyUseOneLinkAtTheSameTimeThenOneSucceeds() throws InterruptedException {
        TestAccount ivy = testAccounts.invited("ivy", Role.USER);
        int version = account(ivy).credentialVersion();
        String token = links.issue(ivy.id()).token().text();

        List<Boolean> results = Race.of(20, () -> passwords.set(token, NEW));

        assertThat(results).containsOnlyOnce(true);
        assertThat(account(ivy).credentialVersion()).isEqualTo(version + 1);
    }

    @Test
    void holderWhenADayPassesThenLinkEndsAtItsLastInstant() {
        TestAccount ivy = testAccounts.invited("ivy", Role.USER);
        var link = links.issue(ivy.id());
        String token = link.token().text();
        assertThat(link.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofHours(24)));

        clock.pass(Duration.ofHours(24).minusMillis(1));
        assertThat(links.holder(token)).contains(ivy.id());

        clock.pass(Duration.ofMillis(1));
        assertThat(links.holder(token)).isEmpty();
        assertThat(passwords.set(token, NEW)).isFalse();
        assertThat(account(ivy).hasPassword()).isFalse();
    }

    @Test
    void setWhenLinkIsUsedInItsLastMillisecondThenItWorks() {
        TestAccount ivy = testAccounts.invited("ivy", Role.USER);
        String token = links.issue(ivy.id()).token().text();

        clock.pass(Duration.ofHours(24).minusMillis(1));

        assertThat(passwords.set(token, NEW)).isTrue();
    }

    @Test
    void issueWhenThereIsALinkAlreadyThenThatOneIsVoid() {
        TestAccount ivy = testAccounts.invited("ivy", Role.USER);
        String old = links.issue(ivy.id()).token().text();
        String fresh = links.issue(ivy.id()).token().text();

        assertThat(links.holder(old)).isEmpty();
        assertThat(passwords.set(old, NEW)).isFalse();
        assertThat(links.holder(fresh)).contains(ivy.id());
        assertThat(passwords.set(fresh, NEW)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "null", "\u0000", "' or true --"})
    void holderWhenTokenIsMadeUpThenIsEmpty(String token) {
        assertThat(links.holder(token)).isEmpty();
        assertThat(passwords.set(token, NEW)).isFalse();
    }

    @Test
    void issueWhenStoredThenOnlyAHashIs() {
        TestAccount ivy = testAccounts.invited("ivy", Role.USER);
        var link = links.issue(ivy.id());

        String row = jdbc.sql(
                        "select encode(token_hash, 'escape') || l::text from set_password_link l where account_id = :id")
                .param("id", ivy.id())
                .query(String.class)
                .single();
        assertThat(row).doesNotContain(link.token().text());
        assertThat(link.path()).isEqualTo("/set-password/" + link.token().text());
        assertThat(link.toString()).doesNotContain(link.token().text());
    }

    @Test
    void setWhenPasswordIsChangedAtTheSameTimeThenNeitherBlocksTheOther(@WithPassword TestAccount alice)
            throws Exception {
        String token = links.issue(alice.id()).token().text();

        // One changes the password: the account is locked, and its links end last.
        var setting = transaction.execute(status -> {
            accounts.lock(alice.id());
            var other = CompletableFuture.supplyAsync(() -> passwords.set(token, NEW));
            await().atMost(Duration.ofSeconds(30)).until(this::somebodyWaitsForALock);
            links.end(alice.id());
            return other;
        });

        assertThat(setting.get(30, TimeUnit.SECONDS)).as("the link ended first").isFalse();
        assertThat(passwords.isCurrent(account(alice), alice.password())).isTrue();
    }

    private boolean somebodyWaitsForALock() {
        return jdbc.sql("""
                select exists (select from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock')""").query(Boolean.class).single();
    }

    private Account account(TestAccount account) {
        return accounts.findById(account.id()).orElseThrow();
    }
}
