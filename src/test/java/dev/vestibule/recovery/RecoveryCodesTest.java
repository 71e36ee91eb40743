package dev.vestibule.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.authenticator.MfaSwitch;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import dev.vestibule.throttle.TestTries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A recovery code opens once, for its own account alone, until a newer set takes its place. */
@VestibuleTest
record RecoveryCodesTest(
        RecoveryCodes codes, AccountRepository accounts, MfaSwitch mfa, SecondNode secondNode, JdbcClient jdbc) {
    private List<RecoveryCode> issue(TestAccount account) {
        return codes.issue(account.id(), version(account)).orElseThrow();
    }

    private int version(TestAccount account) {
        return new TestRecovery(codes, accounts).version(account);
    }

    private boolean accept(TestAccount account, RecoveryCode code) {
        return codes.accept(TestTries.of(account.id()), code);
    }

    @Test
    void issueWhenMfaIsOnThenTenCodesThatTheTableDoesNotTell(@WithMfa TestAccount ann) {
        List<RecoveryCode> set = issue(ann);

        assertThat(set).hasSize(10).extracting(RecoveryCode::firstGroup).doesNotHaveDuplicates();
        assertThat(codes.of(ann.id()).left()).isEqualTo(10);
        assertThat(codes.of(ann.id()).madeAt()).isEqualTo(ann.clock().instant());
        String table = jdbc.sql("select string_agg(r::text, ' ') from recovery_code r")
                .query(String.class)
                .single();
        assertThat(table).contains("{argon2id}");
        for (RecoveryCode code : set) {
            assertThat(table).contains(code.firstGroup()).doesNotContain(code.secret(), code.text());
        }
    }

    @Test
    void acceptWhenCodeIsOfTheSetThenOnce(@WithMfa TestAccount ann) {
        List<RecoveryCode> set = issue(ann);

        assertThat(accept(ann, set.get(3))).isTrue();
        assertThat(accept(ann, set.get(3))).isFalse();
        assertThat(codes.of(ann.id()).left()).isEqualTo(9);
        assertThat(accept(ann, set.get(4))).isTrue();
    }

    @Test
    void acceptWhenCodeIsAnothersOrHalfRightThenNotAndNothingIsSpent(
            @WithMfa TestAccount ann, @WithMfa TestAccount bea) {
        List<RecoveryCode> anns = issue(ann);
        List<RecoveryCode> beas = issue(bea);

        assertThat(accept(ann, beas.get(0))).isFalse();
        assertThat(accept(
                        ann,
                        new RecoveryCode(anns.get(0).firstGroup() + beas.get(0).secret())))
                .isFalse();
        assertThat(accept(
                        ann,
                        new RecoveryCode(anns.get(0).firstGroup() + anns.get(1).secret())))
                .as("each group goes with its own rest")
                .isFalse();
        assertThat(codes.of(ann.id()).left()).isEqualTo(10);
        assertThat(codes.of(bea.id()).left()).isEqualTo(10);
    }

    @Test
    void issueWhenThereIsASetThenVoidsIt(@WithMfa TestAccount ann) {
        List<RecoveryCode> old = issue(ann);
        accept(ann, old.get(0));

        issue(ann);

        assertThat(codes.of(ann.id()).left()).isEqualTo(10);
        assertThat(old).noneMatch(code -> accept(ann, code));
    }

    @Test
    void issueWhenTheSessionHasEndedOrMfaIsOffThenMakesNone(@WithMfa TestAccount ann, @WithPassword TestAccount bob) {
        assertThat(codes.issue(ann.id(), version(ann) - 1)).isEmpty();
        assertThat(codes.issue(bob.id(), version(bob))).isEmpty();
        assertThat(codes.of(ann.id()).left()).isZero();
    }

    @Test
    void codesWhenMfaIsSwitchedOffThenEnd(@WithMfa TestAccount ann) {
        List<RecoveryCode> set = issue(ann);

        mfa.disable(ann.id(), Optional.empty());

        assertThat(codes.of(ann.id()).madeAt()).isNull();
        assertThat(accept(ann, set.get(0))).isFalse();
    }

    @Test
    void acceptWhenManySendOneCodeToTwoNodesThenOneIsAccepted(@WithMfa TestAccount ann) throws InterruptedException {
        RecoveryCodes other = secondNode.context().getBean(RecoveryCodes.class);
        for (RecoveryCode code : issue(ann).subList(0, 3)) {
            List<Callable<Boolean>> runners = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                RecoveryCodes door = i % 2 == 0 ? codes : other;
                runners.add(() -> door.accept(TestTries.of(ann.id()), code));
            }

            assertThat(Race.between(runners)).containsOnlyOnce(true);
        }
        assertThat(codes.of(ann.id()).left()).isEqualTo(7);
    }

    @Test
    void issueWhenAskedForTwiceAtOnceThenOneSetIsLeft(@WithMfa TestAccount ann) throws InterruptedException {
        int version = version(ann);

        var sets = Race.of(3, () -> codes.issue(ann.id(), version).orElseThrow());

        assertThat(codes.of(ann.id()).left()).isEqualTo(10);
        assertThat(sets).filteredOn(set -> accept(ann, set.get(0))).hasSize(1);
    }
}
