package dev.vestibule.apikey;

import dev.vestibule.platform.ShellProfile;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Forgets keys that ended a while ago. Any node may do it, and two at once do no harm. */
@Component
@Profile(ShellProfile.NOT)
class EndedKeys {
    /** Long enough for the owner of a forgotten script to find out in the trail why it is refused. */
    static final Duration KEPT = Duration.ofDays(90);

    private final JdbcClient jdbc;
    private final Clock clock;

    EndedKeys(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.HOURS)
    void clean() {
        jdbc.sql("delete from api_key where expires_at < :oldest or revoked_at < :oldest")
                .param("oldest", Timestamp.from(clock.instant().minus(KEPT)))
                .update();
    }
}
