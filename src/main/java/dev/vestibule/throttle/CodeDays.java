package dev.vestibule.throttle;

import dev.vestibule.platform.BatchDelete;
import java.sql.Date;
import java.time.Clock;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Wrong codes of each account by day, for {@link CodeTries}: a right code takes none of them away. */
@Component
class CodeDays {
    static final Period PERIOD = Period.ofDays(30);

    /** A day that has not come yet was written by a clock that was wrong; tomorrow may be today elsewhere. */
    static final String WITHIN_THE_PERIOD = "(select coalesce(sum(failures), 0) from code_day"
            + " where account_id = :account and day > :oldest and day <= :tomorrow)";

    private final JdbcClient jdbc;
    private final Clock clock;

    CodeDays(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The parameters of {@link #WITHIN_THE_PERIOD} but for the account. */
    Map<String, Date> period() {
        return Map.of(
                "oldest", Date.valueOf(today().minus(PERIOD)),
                "tomorrow", Date.valueOf(today().plusDays(1)));
    }

    /** How many wrong codes there were within the period. */
    int before(UUID account) {
        return jdbc.sql("select " + WITHIN_THE_PERIOD)
                .params(period())
                .param("account", account)
                .query(Integer.class)
                .single();
    }

    /** Counts one more today, and says how many there were before; the account's row of {@link CodeTries} is locked. */
    int countToday(UUID account) {
        return jdbc.sql(String.format(Locale.ROOT, """
                insert into code_day as d (account_id, day, failures) values (:account, :today, 1)
                on conflict (account_id, day) do update set failures = d.failures + 1
                returning %s""", WITHIN_THE_PERIOD))
                .params(period())
                .param("account", account)
                .param("today", Date.valueOf(today()))
                .query(Integer.class)
                .single();
    }

    void clear(UUID account) {
        jdbc.sql("delete from code_day where account_id = :account")
                .param("account", account)
                .update();
    }

    void clean(BatchDelete batches) {
        batches.from("code_day", "day < :oldest or day > :tomorrow", period());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
