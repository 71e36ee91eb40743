package dev.vestibule.throttle;

import dev.vestibule.platform.Cleanup;
import java.sql.Date;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Wrong codes of each account by day, for {@link CodeTries}: a right code does not reset them. */
@Component
class CodeDays {
    static final Period PERIOD = Period.ofDays(30);

    /** A later day was written with a wrong clock; tomorrow may already have begun in another zone. */
    static final String WITHIN_THE_PERIOD = "(select coalesce(sum(failures), 0) from code_day"
            + " where account_id = :account and day > :oldest and day <= :tomorrow)";

    private final JdbcClient jdbc;
    private final Clock clock;

    CodeDays(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The parameters of {@link #WITHIN_THE_PERIOD} except the account. */
    Map<String, Date> period() {
        return period(clock.instant());
    }

    private static Map<String, Date> period(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return Map.of(
                "oldest", Date.valueOf(today.minus(PERIOD)),
                "tomorrow", Date.valueOf(today.plusDays(1)));
    }

    /** The number of wrong codes within the period. */
    int before(UUID account) {
        return jdbc.sql("select " + WITHIN_THE_PERIOD)
                .params(period())
                .param("account", account)
                .query(Integer.class)
                .single();
    }

    /**
     * Counts one more today and returns the number before; the caller has locked the account's row of {@link
     * CodeTries}.
     */
    int countToday(UUID account) {
        return jdbc.sql(String.format(Locale.ROOT, """
                insert into code_day as d (account_id, day, failures) values (:account, :today, 1)
                on conflict (account_id, day) do update set failures = d.failures + 1
                returning %s""", WITHIN_THE_PERIOD))
                .params(period())
                .param("account", account)
                .param("today", Date.valueOf(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)))
                .query(Integer.class)
                .single();
    }

    void clear(UUID account) {
        jdbc.sql("delete from code_day where account_id = :account")
                .param("account", account)
                .update();
    }

    @Bean
    static Cleanup codeDayCleanup() {
        return new Cleanup("code_day", "day < :oldest or day > :tomorrow", CodeDays::period);
    }
}
