package dev.vestibule.throttle;

import dev.vestibule.event.Detail;
import dev.vestibule.event.Event;
import dev.vestibule.event.Kind;
import dev.vestibule.platform.BatchDelete;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
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
 * Tries of a second factor: codes of all apps, recovery codes, clock page and proofs of an account together, across
 * sessions and nodes.
 *
 * <p>A guess at one app succeeds with 3 in a million, as three time steps count. With no more than {@link #ROLLING} wrong
 * ones in thirty days that is 0.18 % a year; ten in ten minutes for ever would be 79 %. So a right code ends the row of
 * waits and takes nothing off the rolling count, and a new password login takes nothing off either.
 */
@Component
public class CodeTries {
    /** Wrong codes in a row without a wait; this one and each after it ends its pending step. */
    static final int FREE_IN_A_ROW = 5;

    /** Wrong codes within {@link #ROLLING_PERIOD} that stop the second factor until somebody unlocks it. */
    public static final int ROLLING = 50;

    /** When the owner is told that somebody keeps guessing. */
    static final int ROLLING_TOLD = 25;

    /** Wrong codes in a row of which the owner is told (ASVS 5.0, 6.3.5): fewer are slips of a finger. */
    static final int TOLD_IN_A_ROW = 3;

    static final Period ROLLING_PERIOD = Period.ofDays(30);

    private static final String RESERVE = """
            with owner as (select id from account where id = :account for key share)
            insert into code_row as r (account_id, failures) select id, 1 from owner
            on conflict (account_id) do update
            set failures = r.failures + 1,
                waits_until = case when r.failures + 1 >= :free then cast(:now as timestamptz) + %s end
            where r.waits_until is null or r.waits_until <= :now
            returning failures, waits_until""".formatted(Waits.CODE.sql("r.failures + 1 - :free"));

    private static final String WITHIN_THE_PERIOD =
            "(select coalesce(sum(failures), 0) from code_day" + " where account_id = :account and day > :oldest)";

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    CodeTries(JdbcClient jdbc, TransactionOperations transaction, Clock clock, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
        this.events = events;
    }

    private record InARow(int failures, @Nullable Instant waitsUntil) {}

    /**
     * Codes are not looked at.
     *
     * @param end when they are again, after too many wrong ones in a row; null after too many in thirty days: then
     *     somebody has to unlock the account
     */
    public record Wait(@Nullable Instant end) {}

    /**
     * Counts a try before the code is checked.
     *
     * <p>The account is held before its counts, also by who deletes it: it and they go at once.
     *
     * @return empty while the account waits, or when it is there no more: the code is not to be looked at
     */
    public Optional<CodeTry> reserve(UUID account) {
        Counters.requireNoTransaction();
        return Objects.requireNonNull(transaction.execute(status -> reserve(account, status)));
    }

    private Optional<CodeTry> reserve(UUID account, TransactionStatus status) {
        Optional<InARow> inARow = jdbc.sql(RESERVE)
                .param("account", account)
                .param("free", FREE_IN_A_ROW)
                .param("now", Timestamp.from(clock.instant()))
                .query((row, n) -> new InARow(row.getInt(1), instant(row.getTimestamp(2))))
                .optional();
        if (inARow.isEmpty()) {
            return Optional.empty();
        }
        // The row above is locked: whoever comes at the same time sees this one counted.
        int before = count(account);
        if (before >= ROLLING) {
            status.setRollbackOnly();
            return Optional.empty();
        }
        return Optional.of(
                new CodeTry(account, inARow.get().failures(), inARow.get().waitsUntil(), today(), before + 1));
    }

    /** The code was right: the row of wrong ones is over, and this one was none of them. */
    public void right(CodeTry tried) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("delete from code_row where account_id = :account")
                    .param("account", tried.account())
                    .update();
            strikeOff(tried);
        });
    }

    /** The code was not wrong, and proved nothing either, as one that was used before. */
    public void giveBack(CodeTry tried) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("""
                    update code_row
                    set failures = failures - 1,
                        waits_until = case when failures > :free and waits_until > :mine then waits_until end
                    where account_id = :account and failures > 0""")
                    .param("account", tried.account())
                    .param("free", FREE_IN_A_ROW)
                    .param("mine", Timestamp.from(Objects.requireNonNullElse(tried.waitsUntil(), Instant.EPOCH)))
                    .update();
            strikeOff(tried);
        });
    }

    /** The code was wrong, which is what it was counted as; the owner is told when there are too many. */
    public void wrong(CodeTry tried) {
        if (tried.inARow() == TOLD_IN_A_ROW) {
            events.publishEvent(Event.of(Kind.CODES_FAILED, tried.account()).with(Detail.COUNT, tried.inARow()));
        }
        if (tried.rolling() == ROLLING_TOLD) {
            events.publishEvent(
                    Event.of(Kind.CODES_KEEP_FAILING, tried.account()).with(Detail.COUNT, tried.rolling()));
        }
    }

    /** What an account waits for; empty when a code may be tried. */
    public Optional<Wait> wait(UUID account) {
        return jdbc.sql("""
                select %s >= :rolling,
                    (select waits_until from code_row where account_id = :account and waits_until > :now)""".formatted(WITHIN_THE_PERIOD))
                .param("account", account)
                .param("oldest", oldest())
                .param("rolling", ROLLING)
                .param("now", Timestamp.from(clock.instant()))
                .query((row, n) -> wait(row.getBoolean(1), instant(row.getTimestamp(2))))
                .single();
    }

    private static Optional<Wait> wait(boolean stopped, @Nullable Instant end) {
        return stopped ? Optional.of(new Wait(null)) : Optional.ofNullable(end).map(Wait::new);
    }

    /** Ends every wait of an account, and forgets its wrong codes. */
    public void clear(UUID account) {
        transaction.executeWithoutResult(status -> List.of("code_row", "code_day")
                .forEach(table -> jdbc.sql("delete from " + table + " where account_id = :account")
                        .param("account", account)
                        .update()));
    }

    void clean(BatchDelete batches) {
        batches.from("code_day", "day < :oldest", Map.of("oldest", oldest()));
    }

    /** Counts one more today, and says how many there were before. */
    private int count(UUID account) {
        return jdbc.sql("""
                insert into code_day as d (account_id, day, failures) values (:account, :today, 1)
                on conflict (account_id, day) do update set failures = d.failures + 1
                returning %s""".formatted(WITHIN_THE_PERIOD))
                .param("account", account)
                .param("today", Date.valueOf(today()))
                .param("oldest", oldest())
                .query(Integer.class)
                .single();
    }

    /** Takes one off the day, after the row has been seen to: whoever locks both locks them in this order. */
    private void strikeOff(CodeTry tried) {
        jdbc.sql("""
                update code_day set failures = failures - 1
                where account_id = :account and day = :day and failures > 0""")
                .param("account", tried.account())
                .param("day", Date.valueOf(tried.day()))
                .update();
    }

    private Date oldest() {
        return Date.valueOf(today().minus(ROLLING_PERIOD));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
