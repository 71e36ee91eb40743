package dev.vestibule.authenticator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.MfaSwitched;
import dev.vestibule.authenticator.MfaSwitch.Refusal;
import dev.vestibule.authenticator.MfaSwitch.Result;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import dev.vestibule.throttle.TestTries;
import dev.vestibule.totp.TotpCode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

@VestibuleTest
@RecordApplicationEvents
record MfaSwitchTest(
        MfaSwitch mfa,
        Authenticators authenticators,
        AuthenticatorApps apps,
        AccountRepository accounts,
        TestAccounts testAccounts) {
    @Test
    void disableWhenOwnerAsksThenAppsStayAndSessionsEnd(ApplicationEvents events, @WithMfa TestAccount bob) {
        int admitted = account(bob).credentialVersion();
        events.clear();

        assertThat(mfa.disable(bob.id(), Optional.of(admitted))).isEqualTo(new Result(null, admitted + 1));

        assertThat(account(bob).mfaEnabled()).isFalse();
        assertThat(account(bob).credentialVersion()).isEqualTo(admitted + 1);
        assertThat(apps.count(bob.id())).isEqualTo(1);
        assertThat(events.stream(MfaSwitched.class)).containsExactly(new MfaSwitched(bob.id(), false));
    }

    @Test
    void disableWhenAdministratorAsksThenNoSessionIsCompared(@WithMfa TestAccount bob) {
        assertThat(mfa.disable(bob.id(), Optional.empty()).refusal()).isNull();
        assertThat(mfa.disable(bob.id(), Optional.empty()).refusal()).isEqualTo(Refusal.NOTHING);
    }

    @Test
    void disableWhenSessionHasEndedMeanwhileThenNothingChanges(@WithMfa TestAccount bob) {
        int admitted = account(bob).credentialVersion();

        assertThat(mfa.disable(bob.id(), Optional.of(admitted - 1)).refusal()).isEqualTo(Refusal.ENDED);
        assertThat(account(bob).mfaEnabled()).isTrue();
        assertThat(account(bob).credentialVersion()).isEqualTo(admitted);
    }

    @Test
    void enableWhenThereIsNoAppThenIsRefused(@WithPassword TestAccount alice) {
        assertThat(enable(alice, new TotpCode("123456"))).isEqualTo(Refusal.NO_APP);
        assertThat(account(alice).mfaEnabled()).isFalse();
    }

    @Test
    void enableWhenCodeIsRightThenMfaIsOnAndCodeIsSpent(ApplicationEvents events) {
        TestAccount bob = withMfaOff();
        int admitted = account(bob).credentialVersion();
        TotpCode code = new TotpCode(bob.code());
        events.clear();

        assertThat(mfa.enable(TestTries.of(bob.id()), admitted, code)).isEqualTo(new Result(null, admitted + 1));

        assertThat(account(bob).mfaEnabled()).isTrue();
        assertThat(account(bob).credentialVersion()).isEqualTo(admitted + 1);
        assertThat(authenticators.acceptOnce(TestTries.of(bob.id()), code, CodePurpose.CONFIRMATION))
                .isEqualTo(Acceptance.USED);
        assertThat(events.stream(MfaSwitched.class)).containsExactly(new MfaSwitched(bob.id(), true));
    }

    @Test
    void enableWhenCodeIsWrongOrUsedThenMfaStaysOff() {
        TestAccount bob = withMfaOff();
        TotpCode used = new TotpCode(bob.code());
        authenticators.acceptOnce(TestTries.of(bob.id()), used, CodePurpose.CONFIRMATION);

        assertThat(enable(bob, used)).isEqualTo(Refusal.USED_CODE);
        assertThat(enable(bob, new TotpCode(bob.code(2)))).isEqualTo(Refusal.WRONG_CODE);
        assertThat(account(bob).mfaEnabled()).isFalse();
    }

    @Test
    void enableWhenSessionHasEndedMeanwhileThenCodeStaysUnspent() {
        TestAccount bob = withMfaOff();
        TotpCode code = new TotpCode(bob.code());

        assertThat(mfa.enable(TestTries.of(bob.id()), account(bob).credentialVersion() - 1, code)
                        .refusal())
                .isEqualTo(Refusal.ENDED);
        assertThat(account(bob).mfaEnabled()).isFalse();
        assertThat(authenticators.acceptOnce(TestTries.of(bob.id()), code, CodePurpose.CONFIRMATION))
                .isEqualTo(Acceptance.ACCEPTED);
    }

    @Test
    void enableWhenMfaIsOnAlreadyThenCodeStaysUnspent(@WithMfa TestAccount bob) {
        TotpCode code = new TotpCode(bob.code());

        assertThat(enable(bob, code)).isEqualTo(Refusal.NOTHING);
        assertThat(authenticators.acceptOnce(TestTries.of(bob.id()), code, CodePurpose.CONFIRMATION))
                .isEqualTo(Acceptance.ACCEPTED);
    }

    @Test
    void removeWhenMfaIsOnThenTheLastAppStays(@WithMfa TestAccount bob) {
        testAccounts.withApp(bob, "Tablet");
        List<UUID> apps = apps(bob);

        assertThat(remove(bob, apps.get(0))).isNull();
        assertThat(remove(bob, apps.get(0))).isEqualTo(Refusal.NOTHING);
        assertThat(remove(bob, apps.get(1))).isEqualTo(Refusal.LAST_APP);
        assertThat(apps(bob)).containsExactly(apps.get(1));
    }

    @Test
    void removeWhenTheAskingSessionHasEndedThenNothingChanges(@WithMfa TestAccount bob) {
        testAccounts.withApp(bob, "Tablet");
        int ended = account(bob).credentialVersion() - 1;

        assertThat(mfa.remove(bob.id(), ended, apps(bob).get(0)).refusal()).isEqualTo(Refusal.ENDED);
        assertThat(apps(bob)).hasSize(2);
    }

    @Test
    void removeWhenMfaIsOffThenTheLastAppGoesToo() {
        TestAccount bob = withMfaOff();

        assertThat(remove(bob, apps(bob).get(0))).isNull();
        assertThat(apps.count(bob.id())).isZero();
    }

    @Test
    void removeWhenAppIsAnotherUsersThenNothingChanges(@WithMfa TestAccount bob) {
        testAccounts.withApp(bob, "Tablet");
        TestAccount carol = testAccounts.withMfa("carol");
        testAccounts.withApp(carol, "Tablet");

        assertThat(remove(bob, apps(carol).get(0))).isEqualTo(Refusal.NOTHING);
        assertThat(apps(carol)).hasSize(2);
    }

    private TestAccount withMfaOff() {
        TestAccount bob = testAccounts.withMfa("bob");
        mfa.disable(bob.id(), Optional.empty());
        return bob;
    }

    private @Nullable Refusal enable(TestAccount account, TotpCode code) {
        return mfa.enable(TestTries.of(account.id()), account(account).credentialVersion(), code)
                .refusal();
    }

    private List<UUID> apps(TestAccount account) {
        return apps.of(account.id()).stream().map(Authenticator::id).toList();
    }

    private Account account(TestAccount account) {
        return accounts.findById(account.id()).orElseThrow();
    }

    private @Nullable Refusal remove(TestAccount account, UUID app) {
        return mfa.remove(account.id(), account(account).credentialVersion(), app)
                .refusal();
    }
}
