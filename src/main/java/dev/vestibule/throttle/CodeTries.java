package dev.vestibule.throttle;

import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Tries of a second factor: codes of all apps, recovery codes, the clock check and reauthentications of an account
 * together, across sessions and nodes.
 *
 * <p>A guess at one app succeeds with 3 in a million, as three time steps count. With no more than {@link #ROLLING}
 * wrong codes in thirty days that is 0.18 % a year; with ten in ten minutes it would be 79 %. So a right code deletes
 * the row of waits and does not lower the rolling count, and neither does a new password sign-in.
 */
@Component
public class CodeTries {
    /** Wrong codes in a row without a wait; this one and each after it ends its pending sign-in. */
    static final int FREE_IN_A_ROW = 5;

    /**
     * Wrong codes within {@link CodeDays#PERIOD} that stop the second factor until an administrator unlocks the
     * account.
     */
    public static final int ROLLING = 50;

    /** Wrong codes within the period of which the user is notified. */
    static final int ROLLING_TOLD = 25;

    /** Wrong codes in a row of which the user is notified (ASVS 5.0, 6.3.5): fewer are typing errors. */
    static final int TOLD_IN_A_ROW = 3;

    private static final String WAITS = Backoff.CODE.goesOn("r.waits_until");
    private static final String LIVE = TriesInFlight.live("r.in_flight");

    /** The account is locked before its counts; its deletion, which deletes both, uses the same order. */
    private static final String OWNER = "with owner as (select id from account where id = :account for key share) ";

    /** One try at a time after the free wrong codes. */
    private static final String RESERVE =
            OWNER.replace("for key share", "and " + MalformedCodes.WAITS_UNTIL + " is null for key share")
                    + String.format(Locale.ROOT, """
            insert into code_row as r (account_id, failures, in_flight)
            select id, 0, array[cast(:until as timestamptz)] from owner
            on conflict (account_id) do update
            set waits_until = null, in_flight = %s || excluded.in_flight
            where not %s and cardinality(%s) < greatest(:free - r.failures, 1)
            returning cardinality(in_flight)""", LIVE, WAITS, LIVE);

    private static final String WRONG = OWNER
            + String.format(
                    Locale.ROOT,
                    """
            insert into code_row as r (account_id, failures, in_flight) select id, 1, cast('{}' as timestamptz[]) from owner
            on conflict (account_id) do update
            set failures = r.failures + 1,
                waits_until = greatest(case when %s then r.waits_until end,
                    case when r.failures + 1 >= :free then cast(:now as timestamptz) + %s end),
                in_flight = %s
            returning failures""",
                    WAITS,
                    Backoff.CODE.sql("r.failures + 1 - :free"),
                    TriesInFlight.without("r.in_flight"));

    private static final String RIGHT = String.format(Locale.ROOT, """
            update code_row r set failures = 0, waits_until = null, in_flight = %s where account_id = :account""", TriesInFlight.without("r.in_flight"));

    private static final String GIVE_BACK = String.format(Locale.ROOT, """
            update code_row r set in_flight = %s where account_id = :account""", TriesInFlight.without("r.in_flight"));

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final TryQueue queue;
    private final CodeDays days;
    private final MalformedCodes malformed;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    CodeTries(
            JdbcClient jdbc,
            TransactionOperations transaction,
            TryQueue queue,
            CodeDays days,
            MalformedCodes malformed,
            Clock clock,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.queue = queue;
        this.days = days;
        this.malformed = malformed;
        this.clock = clock;
        this.events = events;
    }

    /** The number of wrong codes, the last one included: in a row, and within thirty days. */
    public record Wrong(int inARow, int rolling) {
        /** Whether the wrong code ends its pending sign-in. */
        public boolean endsStep() {
            return inARow >= FREE_IN_A_ROW;
        }
    }

    /**
     * Codes are not checked.
     *
     * @param end when they are again, after too many wrong ones in a row; null after too many in thirty days: then an
     *     administrator must unlock the account
     */
    public record Wait(@Nullable Instant end) {}

    /**
     * Reserves a try before the code is checked.
     *
     * @return empty while the account waits, or when it was deleted: the caller must not check the code
     * @throws dev.vestibule.platform.BusyException when too many are being checked
     */
    public Optional<CodeTry> reserve(UUID account) {
        TryCounters.requireNoTransaction();
        return queue.await(() -> {
            Optional<CodeTry> tried = transaction.execute(status -> reserve(account, status));
            return Objects.requireNonNull(tried).isPresent() || isRefused(account) ? tried : null;
        });
    }

    private Optional<CodeTry> reserve(UUID account, TransactionStatus status) {
        Instant now = clock.instant();
        Timestamp until = TriesInFlight.until(now);
        Optional<Integer> inFlight = at(now, RESERVE)
                .param("account", account)
                .param("free", FREE_IN_A_ROW)
                .param("until", until)
                .query(Integer.class)
                .optional();
        // The row is locked: concurrent tries see this one in flight.
        if (inFlight.isEmpty() || days.before(account) + inFlight.get() > ROLLING) {
            status.setRollbackOnly();
            return Optional.empty();
        }
        return Optional.of(new CodeTry(account, until, this::giveBack));
    }

    /**
     * Counts an input that cannot be a code. It is not a guess, but too many of them start a wait too.
     *
     * @return false while the account waits, and nothing is counted
     */
    public boolean malformed(UUID account) {
        return wait(account).isEmpty() && malformed.count(account);
    }

    private boolean isRefused(UUID account) {
        return wait(account).isPresent()
                || !jdbc.sql("select exists (select from account where id = :account)")
                        .param("account", account)
                        .query(Boolean.class)
                        .single();
    }

    /** The code was right: deletes the row of wrong codes in a row, without counting this try. */
    public void right(CodeTry tried) {
        tried.end();
        ended(tried, RIGHT);
    }

    /** The code was not wrong, but was not accepted either, as it was used before. */
    private void giveBack(CodeTry tried) {
        ended(tried, GIVE_BACK);
    }

    private void ended(CodeTry tried, String statement) {
        jdbc.sql(statement)
                .param("account", tried.account())
                .param("until", tried.until())
                .update();
    }

    /** The code was wrong: counts it, and notifies the user when there are too many. */
    public Wrong wrong(CodeTry tried) {
        tried.end();
        UUID account = tried.account();
        Wrong wrong = Objects.requireNonNull(transaction.execute(status -> count(tried)));
        if (wrong.inARow() == TOLD_IN_A_ROW) {
            events.publishEvent(
                    AuditEvent.of(AuditEventType.CODES_FAILED, account).with(AuditDetail.COUNT, wrong.inARow()));
        }
        if (wrong.rolling() == ROLLING_TOLD) {
            events.publishEvent(
                    AuditEvent.of(AuditEventType.CODES_KEEP_FAILING, account).with(AuditDetail.COUNT, wrong.rolling()));
        }
        return wrong;
    }

    private Wrong count(CodeTry tried) {
        UUID account = tried.account();
        Optional<Integer> inARow = at(clock.instant(), WRONG)
                .param("account", account)
                .param("free", FREE_IN_A_ROW)
                .param("until", tried.until())
                .query(Integer.class)
                .optional();
        // For an account that was deleted meanwhile nothing is counted, and its pending sign-in ends.
        return inARow.map(failures -> new Wrong(failures, days.countToday(account) + 1))
                .orElse(new Wrong(FREE_IN_A_ROW, ROLLING));
    }

    private JdbcClient.StatementSpec at(Instant now, String statement) {
        return jdbc.sql(statement).param("now", Timestamp.from(now)).param("flight", TriesInFlight.latest(now));
    }

    /** The wait of an account; empty when a code may be tried. */
    public Optional<Wait> wait(UUID account) {
        return jdbc.sql(String.format(Locale.ROOT, """
                select %s >= :rolling,
                    greatest((select waits_until from code_row r where account_id = :account and %s), %s)""", CodeDays.WITHIN_THE_PERIOD, WAITS, MalformedCodes.WAITS_UNTIL))
                .params(days.period())
                .param("account", account)
                .param("rolling", ROLLING)
                .param("now", Timestamp.from(clock.instant()))
                .query((row, n) -> wait(row.getBoolean(1), instant(row.getTimestamp(2))))
                .single();
    }

    private static Optional<Wait> wait(boolean stopped, @Nullable Instant end) {
        return stopped ? Optional.of(new Wait(null)) : Optional.ofNullable(end).map(Wait::new);
    }

    /** Ends every wait of an account, and deletes its wrong codes. */
    public void clear(UUID account) {
        clearMalformed(account);
        transaction.executeWithoutResult(status -> {
            jdbc.sql("delete from code_row where account_id = :account")
                    .param("account", account)
                    .update();
            days.clear(account);
        });
    }

    /** Deletes the counted inputs that could not be codes. */
    void clearMalformed(UUID account) {
        malformed.clear(account);
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
