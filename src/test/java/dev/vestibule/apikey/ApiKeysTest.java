package dev.vestibule.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.Passwords;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.event.AuditReason;
import dev.vestibule.platform.BatchDelete;
import dev.vestibule.platform.Cleanup;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The life of a key, and of what is left of it. */
@VestibuleTest
record ApiKeysTest(
        ApiKeys keys,
        ApiKeyUse use,
        Cleanup apiKeyCleanup,
        BatchDelete batches,
        AccountRepository accounts,
        Passwords passwords,
        SetPasswordLinks links,
        TestClock clock,
        JdbcClient jdbc) {
    private ApiKeys.Issue issue(UUID account, int days) {
        int version = accounts.findById(account).orElseThrow().credentialVersion();
        return keys.issue(account, version, "nightly", Scope.READ, Duration.ofDays(days));
    }

    private ApiKeys.Issued issued(TestAccount user) {
        return (ApiKeys.Issued) issue(user.id(), 90);
    }

    private static ApiKeys.Refused refused(AuditReason why, UUID account) {
        return new ApiKeys.Refused(why, account);
    }

    @Test
    void keyWhenMadeThenIsAcceptedAndKeptAsAHashOnly(@WithPassword TestAccount ann) {
        var made = issued(ann);

        assertThat(keys.accept(made.text().text()))
                .isInstanceOfSatisfying(
                        ApiKeys.Accepted.class,
                        accepted -> assertThat(accepted.key())
                                .usingRecursiveComparison()
                                .isEqualTo(keys.of(ann.id()).get(0)));
        assertThat(jdbc.sql("select to_jsonb(k)::text from api_key k where account_id = :id")
                        .param("id", ann.id())
                        .query(String.class)
                        .single())
                .doesNotContain(made.text().text().substring(4, 20));
    }

    @Test
    void keyWhenItsTimeIsUpThenIsRefusedAtThatVeryInstant(@WithPassword TestAccount ann) {
        var made = (ApiKeys.Issued) issue(ann.id(), 1);
        clock.pass(Duration.ofDays(1).minusMillis(1));
        assertThat(keys.accept(made.text().text())).isInstanceOf(ApiKeys.Accepted.class);
        clock.pass(Duration.ofMillis(1));

        assertThat(keys.accept(made.text().text())).isEqualTo(refused(AuditReason.KEY_EXPIRED, ann.id()));
        assertThat(keys.of(ann.id())).as("still listed").hasSize(1);
    }

    @Test
    void lifetimeWhenNoneOrTooLongThenIsAFault(@WithPassword TestAccount ann) {
        assertThatIllegalArgumentException().isThrownBy(() -> issue(ann.id(), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> issue(ann.id(), 366));
    }

    @Test
    void keyWhenRevokedThenIsRefusedAndToldApartForAWhile(@WithPassword TestAccount ann) {
        var made = issued(ann);

        assertThat(keys.revoke(ann.id(), made.key().id())).isTrue();
        assertThat(keys.revoke(ann.id(), made.key().id())).as("twice").isFalse();
        assertThat(keys.of(ann.id())).isEmpty();
        assertThat(keys.accept(made.text().text())).isEqualTo(refused(AuditReason.KEY_REVOKED, ann.id()));

        clock.pass(ApiKeys.KEPT.plusSeconds(1));
        batches.delete(apiKeyCleanup);
        assertThat(keys.accept(made.text().text())).isEqualTo(refused(AuditReason.NO_SUCH_KEY, null));
    }

    @Test
    void keyWhenRevokedByAnotherThenStays(@WithPassword TestAccount ann, @WithPassword TestAccount bob) {
        var made = issued(ann);

        assertThat(keys.revoke(bob.id(), made.key().id())).isFalse();
        assertThat(keys.revokeAll(bob.id())).isZero();
        assertThat(keys.accept(made.text().text())).isInstanceOf(ApiKeys.Accepted.class);
    }

    @Test
    void keysWhenAllRevokedThenNoneIsLeft(@WithPassword TestAccount ann) {
        var first = issued(ann);
        var second = issued(ann);

        assertThat(keys.revokeAll(ann.id())).isEqualTo(2);
        assertThat(keys.accept(first.text().text())).isEqualTo(refused(AuditReason.KEY_REVOKED, ann.id()));
        assertThat(keys.accept(second.text().text())).isEqualTo(refused(AuditReason.KEY_REVOKED, ann.id()));
    }

    @Test
    void keyWhenThePasswordIsChangedThenGoesOn(@WithPassword TestAccount ann) {
        var made = issued(ann);
        passwords.set(links.issue(ann.id()).token().text(), "wooden-lantern-harbor-31");

        assertThat(keys.accept(made.text().text())).isInstanceOf(ApiKeys.Accepted.class);
    }

    @Test
    void keyWhenTheAccountIsGoneThenIsGone(@WithPassword TestAccount ann) {
        var made = issued(ann);
        jdbc.sql("delete from account where id = :id").param("id", ann.id()).update();

        assertThat(keys.accept(made.text().text())).isEqualTo(refused(AuditReason.NO_SUCH_KEY, null));
    }

    @Test
    void keyWhenTheSessionHasEndedMeanwhileThenIsNotMade(@WithPassword TestAccount ann) {
        assertThat(keys.issue(ann.id(), 99, "nightly", Scope.READ, Duration.ofDays(1)))
                .isEqualTo(new ApiKeys.SessionEnded());
        assertThat(keys.of(ann.id())).isEmpty();
    }

    @Test
    void keysWhenThereAreTooManyThenOneMoreIsNotMadeWhoeverComesAtOnce(@WithPassword TestAccount ann)
            throws InterruptedException {
        for (int i = 0; i < ApiKey.MAX - 2; i++) {
            issued(ann);
        }

        var made = Race.of(6, () -> issue(ann.id(), 1));

        assertThat(made.stream().filter(ApiKeys.Issued.class::isInstance)).hasSize(2);
        assertThat(made.stream().filter(ApiKeys.TooMany.class::isInstance)).hasSize(4);
        assertThat(keys.count(ann.id())).isEqualTo(ApiKey.MAX);
    }

    private int addressesTold(TestAccount user) {
        return jdbc.sql("select count(*) from audit_event where kind = 'api_key_used' and account_id = :id")
                .param("id", user.id())
                .query(Integer.class)
                .single();
    }

    private void used(TestAccount user, String address) {
        use.record(keys.of(user.id()).get(0), address);
    }

    @Test
    void useWhenFromANewAddressThenIsToldOncePerAddress(@WithPassword TestAccount ann) {
        issued(ann);

        used(ann, "203.0.113.7");
        used(ann, "203.0.113.7");
        clock.pass(Duration.ofDays(2));
        used(ann, "203.0.113.7");
        assertThat(addressesTold(ann)).isOne();

        used(ann, "2001:db8::1");
        used(ann, "203.0.113.7");
        used(ann, "2001:db8::1");
        assertThat(addressesTold(ann)).isEqualTo(2);
    }

    @Test
    void useWhenFromANewAddressEachTimeThenIsToldOnceAnHourBeyondTheFirstTwenty(@WithPassword TestAccount ann) {
        issued(ann);
        for (int host = 0; host < 60; host++) {
            used(ann, "203.0.113." + host);
        }
        assertThat(addressesTold(ann)).isEqualTo(20);

        clock.pass(Duration.ofHours(1));
        for (int host = 100; host < 110; host++) {
            used(ann, "203.0.113." + host);
        }

        assertThat(addressesTold(ann)).isEqualTo(21);
        assertThat(keys.of(ann.id()).get(0).knownAddresses())
                .hasSize(20)
                .startsWith("203.0.113.100")
                .doesNotContain("203.0.113.0");
    }

    @Test
    void useWhenFromANewAddressByManyAtOnceThenIsToldOnce(@WithPassword TestAccount ann) throws InterruptedException {
        issued(ann);
        ApiKey key = keys.of(ann.id()).get(0);

        Race.of(8, () -> {
            use.record(key, "203.0.113.7");
            return true;
        });

        assertThat(addressesTold(ann)).isOne();
    }

    @Test
    void useWhenRepeatedThenIsWrittenOnceAMinute(@WithPassword TestAccount ann) {
        ApiKey unused = issued(ann).key();
        Instant first = clock.instant();
        use.record(unused, "203.0.113.7");
        clock.pass(Duration.ofSeconds(59));
        use.record(unused, "203.0.113.8");
        use.record(keys.of(ann.id()).get(0), "203.0.113.9");

        assertThat(keys.of(ann.id()).get(0).lastUsedAt()).isEqualTo(first);
        assertThat(keys.of(ann.id()).get(0).lastUsedFrom()).isEqualTo("203.0.113.7");

        clock.pass(Duration.ofSeconds(1));
        use.record(keys.of(ann.id()).get(0), "203.0.113.9");
        assertThat(keys.of(ann.id()).get(0).lastUsedFrom()).isEqualTo("203.0.113.9");
    }
}
