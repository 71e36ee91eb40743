package dev.vestibule.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.vestibule.account.Factor;
import dev.vestibule.platform.BatchDelete;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.VestibuleTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.transaction.support.TransactionTemplate;

/** What a request reads, and what it writes into the table of sessions. */
@VestibuleTest
class RequestSessionsTest {
    @Autowired
    SessionTable table;

    @Autowired
    BatchDelete batches;

    @Autowired
    TestClock clock;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    JdbcClient jdbc;

    private final UUID account = UUID.randomUUID();

    private Instant now = Instant.EPOCH;

    @BeforeEach
    void now() {
        now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @ParameterizedTest
    @EnumSource
    void sessionWhenItGotASignInThenAnotherRequestReadsAllOfIt(Factor with) {
        SignIn signIn =
                new SignIn(account, 7, details(with, "2001:db8::7"), now, now.plusSeconds(1), now.plusSeconds(2));

        String id = saved(signIn);

        assertThat(read(id)).isEqualTo(signIn);
    }

    @Test
    void sessionWhenItsSignInHasNoFactorThenAnotherRequestReadsThatToo() {
        SignIn signIn = new SignIn(account, 1, details(Factor.PASSWORD, "192.0.2.7"), null, null, null);

        assertThat(read(saved(signIn))).isEqualTo(signIn);
    }

    @Test
    void sessionWhenItsSignInChangesThenItsRowDoes() {
        String id = saved(signIn(Factor.TOTP));
        SignIn lapsed = new SignIn(account, 8, details(Factor.PASSWORD, "192.0.2.8"), null, now, null);

        find(id).setAttribute(SignIn.ATTRIBUTE, lapsed);

        assertThat(read(id)).isEqualTo(lapsed);
    }

    @Test
    void sessionWhenItsSignInIsRemovedThenIsGone() {
        String id = saved(signIn(Factor.TOTP));

        find(id).removeAttribute(SignIn.ATTRIBUTE);

        assertThat(read(id)).isNull();
    }

    @Test
    void rowWhenOfAFactorOfANewerReleaseThenIsNoSession() {
        String id = saved(signIn(Factor.TOTP));
        jdbc.sql("update session set opened_with = 'passkey' where account_id = :account")
                .param("account", account)
                .update();

        assertThat(read(id)).isNull();
        assertThat(table.of(account)).isEmpty();
    }

    @Test
    void rowWhenReadThenHoldsNoId() {
        String id = saved(signIn(Factor.TOTP));

        String row = jdbc.sql("select s::text from session s where account_id = :account")
                .param("account", account)
                .query(String.class)
                .single();

        assertThat(row).contains(SessionTable.hexHash(id)).doesNotContain(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {SignIn.ATTRIBUTE, "secret", "SPRING_SECURITY_CONTEXT"})
    void attributeWhenItIsNoSignInThenIsRefused(String name) {
        SignInSession session = request().createSession();

        assertThatIllegalArgumentException().isThrownBy(() -> session.setAttribute(name, "a secret"));
        assertThat(session.getAttributeNames()).isEmpty();
    }

    @Test
    void saveWhenThereIsNoSignInThenWritesNothing() {
        RequestSessions request = request();
        SignInSession session = request.createSession();

        request.save(session);

        assertThat(request.isSaved(session.getId())).isFalse();
        assertThat(request().findById(session.getId())).isNull();
    }

    @Test
    void idWhenChangedThenTheOldOneIsGoneAndTheNewOneHasARowOfItsOwn() {
        String old = saved(signIn(Factor.PASSWORD));
        RequestSessions request = request();
        SignInSession session = Objects.requireNonNull(request.findById(old));

        String id = session.changeSessionId();
        session.setAttribute(SignIn.ATTRIBUTE, signIn(Factor.TOTP));

        assertThat(request.findById(old)).isNull();
        assertThat(request.findById(id)).isSameAs(session);
        assertThat(request.isSaved(id)).isTrue();
        assertThat(read(old)).isNull();
        assertThat(read(id)).isEqualTo(session.signIn());
    }

    @Test
    void changeWhenRolledBackThenTheOldSessionStaysAndTheBrowserIsNotTold() {
        String old = saved(signIn(Factor.PASSWORD));
        RequestSessions request = request();
        SignInSession session = Objects.requireNonNull(request.findById(old));

        transaction.executeWithoutResult(status -> {
            session.changeSessionId();
            session.setAttribute(SignIn.ATTRIBUTE, signIn(Factor.TOTP));
            status.setRollbackOnly();
        });
        request.save(session);

        assertThat(request.isSaved(session.getId())).isFalse();
        assertThat(request.isUndone()).isTrue();
        assertThat(read(old)).isEqualTo(signIn(Factor.PASSWORD));
        assertThat(read(session.getId())).isNull();
    }

    @Test
    void lateRequestWhenTheIdWasChangedThenWritesNothing() {
        String old = saved(signIn(Factor.PASSWORD));
        RequestSessions late = request();
        SignInSession seen = Objects.requireNonNull(late.findById(old));
        find(old).changeSessionId();

        seen.see(now.plus(Duration.ofHours(1)));
        late.save(seen);
        seen.setAttribute(SignIn.ATTRIBUTE, signIn(Factor.TOTP));

        assertThat(read(old)).isNull();
    }

    @Test
    void lastUseWhenLessThanAMinuteLaterThenStays() {
        String id = saved(signIn(Factor.TOTP));

        use(id, now.plus(Duration.ofMinutes(1)).minusMillis(1));
        assertThat(find(id).getLastAccessedTime()).isEqualTo(now);

        use(id, now.plus(Duration.ofMinutes(1)));
        assertThat(find(id).getLastAccessedTime()).isEqualTo(now.plus(Duration.ofMinutes(1)));
    }

    @Test
    void lastUseWhenOnlyReadThenStays() {
        String id = saved(signIn(Factor.TOTP));
        RequestSessions request = request();
        SignInSession session = Objects.requireNonNull(request.findById(id));

        session.setLastAccessedTime(now.plus(Duration.ofHours(1)));
        request.save(session);

        assertThat(find(id).getLastAccessedTime()).isEqualTo(now);
    }

    @Test
    void cleanupWhenADayHasPassedThenDeletesTheRowAndNoOther() {
        String gone = saved(signIn(Factor.TOTP));
        String kept = saved(signIn(Factor.TOTP));
        letPass(gone, Duration.ofHours(24));
        letPass(kept, Duration.ofHours(24).minusMinutes(5));

        batches.delete(SessionTable.sessionCleanup());

        assertThat(read(gone)).isNull();
        assertThat(read(kept)).isNotNull();
    }

    /** Makes its last use so long ago. */
    private void letPass(String id, Duration time) {
        table.touch(id, now.minus(time));
    }

    private void use(String id, Instant when) {
        RequestSessions request = request();
        SignInSession session = Objects.requireNonNull(request.findById(id));
        session.see(when);
        request.save(session);
    }

    private RequestSessions request() {
        return RequestSessions.begin(new MockHttpServletRequest(), table, clock);
    }

    private String saved(SignIn signIn) {
        SignInSession session = request().createSession();
        session.setAttribute(SignIn.ATTRIBUTE, signIn);
        return session.getId();
    }

    private SignInSession find(String id) {
        return Objects.requireNonNull(request().findById(id));
    }

    private @Nullable SignIn read(String id) {
        return table.find(id).map(SessionTable.Row::signIn).orElse(null);
    }

    private SignIn signIn(Factor with) {
        return new SignIn(account, 2, details(with, "192.0.2.7"), now, null, null);
    }

    private SignInDetails details(Factor with, String address) {
        return new SignInDetails(now, with, address, "Firefox on Linux", new UUID(1, 2));
    }
}
