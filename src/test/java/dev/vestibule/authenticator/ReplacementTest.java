package dev.vestibule.authenticator;

import static dev.vestibule.authenticator.Acceptance.ACCEPTED;
import static dev.vestibule.authenticator.Acceptance.USED;
import static dev.vestibule.authenticator.Acceptance.WRONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.authenticator.Enrolment.Refusal;
import dev.vestibule.encryption.EncryptedValue;
import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.event.AuditReason;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.throttle.TestTries;
import dev.vestibule.totp.Totp;
import dev.vestibule.totp.TotpCode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

/** An old app ends when the one that replaces it is first used to sign in: not before, and never the last one. */
@VestibuleTest
@RecordApplicationEvents
record ReplacementTest(
        Authenticators authenticators,
        AuthenticatorApps apps,
        Enrolment enrolment,
        MfaSwitch mfa,
        ClockCheck clockCheck,
        AccountRepository accounts,
        SecretEncryption encryption,
        TestAccounts testAccounts,
        TestClock clock,
        JdbcClient jdbc) {
    @Test
    void signInWhenItsAppReplacesAnotherThenTheOldOneEndsAndItsCodesAreWrong(ApplicationEvents published) {
        TestAccount old = testAccounts.withMfa("bob");
        TestAccount tablet = testAccounts.withApp(old, "Tablet");
        TestAccount phone = testAccounts.withApp(old, "New phone", id(old, "Phone"));
        assertThat(names(old)).containsExactly("Phone", "Tablet", "New phone");

        assertThat(signIn(phone)).isEqualTo(ACCEPTED);

        assertThat(names(old)).containsExactly("Tablet", "New phone");
        assertThat(signIn(old)).isEqualTo(WRONG);
        assertThat(accept(old)).isEqualTo(WRONG);
        assertThat(signIn(tablet)).isEqualTo(ACCEPTED);
        assertThat(published.stream(AuditEvent.class))
                .filteredOn(event -> event.kind() == AuditEventType.AUTHENTICATOR_REMOVED)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.account()).isEqualTo(old.id());
                    assertThat(event.reason()).isEqualTo(AuditReason.REPLACED);
                    assertThat(event.factor()).isEqualTo("totp");
                    assertThat(event.details())
                            .containsEntry(AuditDetail.NAME, "Phone")
                            .containsEntry(AuditDetail.AFTER, "New phone");
                });
    }

    @Test
    void codeWhenItIsNoSignInThenNothingEnds() {
        TestAccount old = testAccounts.withMfa("bob");
        TestAccount phone = testAccounts.withApp(old, "New phone", id(old, "Phone"));

        assertThat(accept(phone)).isEqualTo(ACCEPTED);
        clock.passWindow();
        clockCheck.of(TestTries.of(old.id()), new TotpCode(phone.code()), new TotpCode(phone.code(1)));
        clock.passWindow();
        mfa.disable(old.id(), Optional.empty());
        assertThat(mfa.enable(TestTries.of(old.id()), version(old), new TotpCode(phone.code()))
                        .refusal())
                .isNull();

        assertThat(names(old)).containsExactly("Phone", "New phone");
        clock.passWindow();
        assertThat(signIn(old)).isEqualTo(ACCEPTED);
        assertThat(names(old)).as("the old one still works").hasSize(2);
    }

    @Test
    void signInWhenTheCodeIsRefusedThenNothingEnds() {
        TestAccount old = testAccounts.withMfa("bob");
        TestAccount phone = testAccounts.withApp(old, "New phone", id(old, "Phone"));
        accept(phone);

        assertThat(signIn(phone)).isEqualTo(USED);
        assertThat(authenticators.acceptOnce(TestTries.of(old.id()), new TotpCode(phone.code(2)), CodePurpose.SIGN_IN))
                .isEqualTo(WRONG);

        assertThat(names(old)).containsExactly("Phone", "New phone");
    }

    @Test
    void signInWhenAppsFollowOneAnotherThenAllBeforeItEnd(ApplicationEvents published) {
        TestAccount first = testAccounts.withMfa("bob");
        TestAccount second = testAccounts.withApp(first, "Second", id(first, "Phone"));
        TestAccount third = testAccounts.withApp(first, "Third", id(first, "Second"));

        assertThat(signIn(third)).isEqualTo(ACCEPTED);

        assertThat(names(first)).containsExactly("Third");
        assertThat(signIn(second)).isEqualTo(WRONG);
        assertThat(signIn(first)).isEqualTo(WRONG);
        assertThat(published.stream(AuditEvent.class))
                .filteredOn(event -> event.reason() == AuditReason.REPLACED)
                .extracting(event -> event.details().get(AuditDetail.NAME))
                .containsExactly("Phone", "Second");
    }

    @Test
    void signInWhenAppsFollowOneAnotherAndTheMiddleOneIsUsedThenTheLastStillReplacesIt() {
        TestAccount first = testAccounts.withMfa("bob");
        TestAccount second = testAccounts.withApp(first, "Second", id(first, "Phone"));
        TestAccount third = testAccounts.withApp(first, "Third", id(first, "Second"));

        signIn(second);
        assertThat(names(first)).containsExactly("Second", "Third");
        signIn(third);

        assertThat(names(first)).containsExactly("Third");
    }

    @Test
    void signInWhenTwoReplaceOneThenTheSecondEndsNothingMore() {
        TestAccount old = testAccounts.withMfa("bob");
        TestAccount phone = testAccounts.withApp(old, "New phone", id(old, "Phone"));
        TestAccount tablet = testAccounts.withApp(old, "Tablet", id(old, "Phone"));

        signIn(phone);
        signIn(tablet);

        assertThat(names(old)).containsExactly("New phone", "Tablet");
    }

    @Test
    void signInWhenTheNewAppWasRemovedThenTheOldOneStays() {
        TestAccount old = testAccounts.withMfa("bob");
        TestAccount phone = testAccounts.withApp(old, "New phone", id(old, "Phone"));
        mfa.remove(old.id(), version(old), id(old, "New phone"));

        assertThat(signIn(phone)).isEqualTo(WRONG);
        assertThat(signIn(old)).isEqualTo(ACCEPTED);
        assertThat(names(old)).containsExactly("Phone");
    }

    @Test
    void signInWhenTheOldAppWasRemovedThenNothingIsLeftToReplace(ApplicationEvents published) {
        TestAccount old = testAccounts.withMfa("bob");
        TestAccount phone = testAccounts.withApp(old, "New phone", id(old, "Phone"));
        mfa.remove(old.id(), version(old), id(old, "Phone"));

        assertThat(signIn(phone)).isEqualTo(ACCEPTED);

        assertThat(names(old)).containsExactly("New phone");
        assertThat(published.stream(AuditEvent.class)).noneMatch(event -> event.reason() == AuditReason.REPLACED);
    }

    /** One in a million times; and then the next sign-in tells. */
    @Test
    void signInWhenBothShowTheCodeThenNeitherEnds() {
        TestAccount old = testAccounts.withMfa("bob");
        UUID twin = UUID.randomUUID();
        EncryptedValue secret = encryption.encrypt(old.id(), twin, Objects.requireNonNull(old.secret()));
        apps.add(old.id(), twin, "Twin", secret, 0, id(old, "Phone"));

        assertThat(signIn(old)).isEqualTo(ACCEPTED);

        assertThat(names(old)).containsExactlyInAnyOrder("Phone", "Twin");
    }

    @Test
    void signInWhenAppsReplacedEachOtherThenTheOneInUseStays() {
        TestAccount old = testAccounts.withMfa("bob");
        TestAccount phone = testAccounts.withApp(old, "New phone", id(old, "Phone"));
        // No page makes such a ring.
        jdbc.sql("update authenticator set replaces = :new where id = :old")
                .param("new", id(old, "New phone"))
                .param("old", id(old, "Phone"))
                .update();
        assertThat(new AppReplacements(apps.of(old.id()))
                        .endedBy(apps.of(old.id()).get(0)))
                .extracting(Authenticator::name)
                .containsExactly("New phone");

        assertThat(signIn(phone)).isEqualTo(ACCEPTED);

        assertThat(names(old)).containsExactly("New phone");
    }

    @Test
    void finishWhenTheAppToReplaceIsNotOnesOwnThenIsRefusedAndNothingIsAdded(
            @WithMfa TestAccount bob, @WithMfa TestAccount carol) {
        var session = new EnrollingSession(bob.id(), bob.id(), version(bob));
        var pending = enrolment.pending(session).orElseThrow();
        var code = new Totp().code(pending.secret(), Totp.stepAt(clock.instant()));

        for (UUID id : List.of(id(carol, "Phone"), UUID.randomUUID())) {
            assertThat(enrolment.finish(session, pending, "New phone", id, code).refusal())
                    .isEqualTo(Refusal.NO_SUCH_APP);
        }

        assertThat(names(bob)).containsExactly("Phone");
    }

    @Test
    void replacesWhenItIsAnothersAppOrTheAppItselfThenTheDatabaseRefuses(
            @WithMfa TestAccount bob, @WithMfa TestAccount carol) {
        UUID bobs = id(bob, "Phone");

        for (UUID wrong : List.of(id(carol, "Phone"), bobs, UUID.randomUUID())) {
            assertThatExceptionOfType(DataIntegrityViolationException.class)
                    .isThrownBy(() -> jdbc.sql("update authenticator set replaces = :wrong where id = :id")
                            .param("wrong", wrong)
                            .param("id", bobs)
                            .update());
        }
    }

    @Test
    void accountWhenItGoesThenSoDoAppsThatReplaceOneAnother(@WithMfa TestAccount bob) {
        testAccounts.withApp(bob, "Second", id(bob, "Phone"));
        testAccounts.withApp(bob, "Third", id(bob, "Second"));

        jdbc.sql("delete from account where id = :id").param("id", bob.id()).update();

        assertThat(names(bob)).isEmpty();
    }

    private Acceptance signIn(TestAccount account) {
        return authenticators.acceptOnce(TestTries.of(account.id()), new TotpCode(account.code()), CodePurpose.SIGN_IN);
    }

    private Acceptance accept(TestAccount account) {
        return authenticators.acceptOnce(
                TestTries.of(account.id()), new TotpCode(account.code()), CodePurpose.CONFIRMATION);
    }

    private List<String> names(TestAccount account) {
        return apps.of(account.id()).stream().map(Authenticator::name).toList();
    }

    private UUID id(TestAccount account, String name) {
        return apps.of(account.id()).stream()
                .filter(app -> app.name().equals(name))
                .map(Authenticator::id)
                .findFirst()
                .orElseThrow();
    }

    private int version(TestAccount account) {
        return accounts.findById(account.id()).orElseThrow().credentialVersion();
    }
}
