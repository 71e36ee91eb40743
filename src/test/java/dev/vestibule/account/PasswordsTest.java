package dev.vestibule.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.password.PasswordFlaw;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

@VestibuleTest
@RecordApplicationEvents
record PasswordsTest(
        Passwords passwords,
        SetPasswordLinks links,
        AccountRepository accounts,
        TestAccounts testAccounts,
        TestClock clock,
        JdbcClient jdbc) {
    private static final String NEW = "marble-kettle-orbit-37";

    @Test
    void changeWhenSessionIsCurrentThenPasswordIsTheNewOneAndVersionRises(
            ApplicationEvents events, @WithPassword TestAccount alice) {
        int admitted = account(alice).credentialVersion();
        events.clear();

        assertThat(passwords.change(alice.id(), admitted, NEW)).contains(admitted + 1);

        assertThat(passwords.isCurrent(account(alice), NEW)).isTrue();
        assertThat(passwords.isCurrent(account(alice), alice.password())).isFalse();
        assertThat(account(alice).credentialVersion()).isEqualTo(admitted + 1);
        assertThat(ended(alice)).isEqualTo("PASSWORD");
        assertThat(events.stream(PasswordChanged.class)).containsExactly(new PasswordChanged(alice.id()));
    }

    @Test
    void changeWhenSessionHasEndedMeanwhileThenNothingChanges(
            ApplicationEvents events, @WithPassword TestAccount alice) {
        int admitted = account(alice).credentialVersion();
        events.clear();

        assertThat(passwords.change(alice.id(), admitted - 1, NEW)).isEmpty();
        assertThat(passwords.change(alice.id(), admitted + 1, NEW)).isEmpty();

        assertThat(passwords.isCurrent(account(alice), alice.password())).isTrue();
        assertThat(account(alice).credentialVersion()).isEqualTo(admitted);
        assertThat(events.stream(PasswordChanged.class)).isEmpty();
    }

    @Test
    void changeWhenALinkIsOpenThenItIsVoid(@WithPassword TestAccount alice) {
        String token = links.issue(alice.id()).token().text();

        passwords.change(alice.id(), account(alice).credentialVersion(), NEW);

        assertThat(links.holder(token)).isEmpty();
        assertThat(passwords.set(token, "another-plum-tractor-5")).isFalse();
        assertThat(passwords.isCurrent(account(alice), NEW)).isTrue();
    }

    @Test
    void isCurrentWhenTypedIsNearlyThePasswordThenIsFalse(@WithPassword TestAccount alice) {
        String exact = " Z\u00fcrich  Kettle-orbit ";
        passwords.change(alice.id(), account(alice).credentialVersion(), exact);

        assertThat(List.of(
                        exact.strip(),
                        exact.replace("  ", " "),
                        exact.toLowerCase(java.util.Locale.ROOT),
                        exact.replace("\u00fc", "u\u0308"),
                        exact + " "))
                .noneMatch(typed -> passwords.isCurrent(account(alice), typed));
        assertThat(passwords.isCurrent(account(alice), exact)).isTrue();
    }

    @Test
    void isCurrentWhenThereIsNoPasswordYetThenIsFalse() {
        TestAccount invited = testAccounts.invited("ivy", Role.USER);

        assertThat(passwords.isCurrent(account(invited), "")).isFalse();
        assertThat(passwords.isCurrent(account(invited), "null")).isFalse();
    }

    @Test
    void changeWhenPasswordIsOfTheGreatestLengthThenEachCharacterCounts(@WithPassword TestAccount alice) {
        String longest = "marble-kettle" + "\ud83d\ude00".repeat(242) + "a";
        assertThat(passwords.flaw(account(alice), longest)).isEmpty();
        passwords.change(alice.id(), account(alice).credentialVersion(), longest);

        assertThat(passwords.isCurrent(account(alice), longest)).isTrue();
        assertThat(passwords.isCurrent(account(alice), longest.replace('a', 'b')))
                .isFalse();
        assertThat(passwords.isCurrent(account(alice), longest.substring(0, longest.length() - 1)))
                .isFalse();
    }

    @Test
    void flawWhenPasswordHoldsOwnNamesThenIsPersonal() {
        TestAccount alice = testAccounts.withPassword("rosalindfranklin");

        assertThat(passwords.flaw(account(alice), alice.login())).contains(PasswordFlaw.PERSONAL);
        assertThat(passwords.flaw(account(alice), "vestibule123")).contains(PasswordFlaw.PERSONAL);
    }

    @Test
    void upgradeWhenHashIsStillTheOneThenReplacesItAndEndsNothing(
            ApplicationEvents events, @WithPassword TestAccount alice) {
        int version = account(alice).credentialVersion();
        String old = hash(alice);
        events.clear();

        passwords.upgrade(alice.id(), old, "{argon2id}stronger");

        assertThat(hash(alice)).isEqualTo("{argon2id}stronger");
        assertThat(account(alice).credentialVersion()).isEqualTo(version);
        assertThat(events.stream(PasswordChanged.class)).isEmpty();
    }

    @Test
    void upgradeWhenPasswordWasChangedMeanwhileThenTheNewOneStays(@WithPassword TestAccount alice) {
        String old = hash(alice);
        passwords.change(alice.id(), account(alice).credentialVersion(), NEW);

        passwords.upgrade(alice.id(), old, "{argon2id}of the old password");

        assertThat(passwords.isCurrent(account(alice), NEW)).isTrue();
    }

    private Account account(TestAccount account) {
        return accounts.findById(account.id()).orElseThrow();
    }

    private String hash(TestAccount account) {
        return jdbc.sql("select password from account where id = :id")
                .param("id", account.id())
                .query(String.class)
                .single();
    }

    private String ended(TestAccount account) {
        return jdbc.sql("select ended from account where id = :id")
                .param("id", account.id())
                .query(String.class)
                .single();
    }
}
