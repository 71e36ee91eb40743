package dev.vestibule.apikey;

import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Records when and from where keys are used. */
@Component
public class ApiKeyUse {
    /** Precise enough for "last used", and no write with every request. */
    private static final Duration GRAIN = Duration.ofMinutes(1);

    /** In characters; no IPv6 address is longer. */
    private static final int LONGEST_ADDRESS = 45;

    /** How often a new address is an event once a key was used from {@link ApiKey#KNOWN_ADDRESSES}. */
    private static final Duration RECORDED_EVERY = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private final TransactionOperations transaction;

    ApiKeyUse(JdbcClient jdbc, Clock clock, ApplicationEventPublisher events, TransactionOperations transaction) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.events = events;
        this.transaction = transaction;
    }

    /** Records a use: at once when the key was not used from this address before, else once a minute. */
    public void record(ApiKey key, String client) {
        // A proxy may send any text as the address.
        String address = client.length() > LONGEST_ADDRESS ? "unknown" : client;
        if (!key.isKnownFrom(address)) {
            transaction.executeWithoutResult(status -> recordNewAddress(key, address));
        }
        Instant now = clock.instant();
        Instant seen = key.lastUsedAt();
        if (seen != null && now.isBefore(seen.plus(GRAIN))) {
            return;
        }
        jdbc.sql("""
                update api_key set last_used_at = :now, last_used_from = :address
                where id = :id and (last_used_at is null or last_used_at <= :before)""")
                .param("id", key.id())
                .param("now", Timestamp.from(now))
                .param("before", Timestamp.from(now.minus(GRAIN)))
                .param("address", address)
                .update();
    }

    /** An event for the first addresses of a key, and one an hour once it was used from as many as are kept. */
    private void recordNewAddress(ApiKey key, String address) {
        Instant now = clock.instant();
        int recorded = jdbc.sql("""
                update api_key set address_told_at = :now,
                    known_addresses = (array_prepend(:address, known_addresses))[1 \\: cast(:most as integer)]
                where id = :id and not :address = any (known_addresses)
                    and (cardinality(known_addresses) < :most or address_told_at <= :before)""")
                .param("most", ApiKey.KNOWN_ADDRESSES)
                .param("id", key.id())
                .param("address", address)
                .param("now", Timestamp.from(now))
                .param("before", Timestamp.from(now.minus(RECORDED_EVERY)))
                .update();
        if (recorded == 1) {
            events.publishEvent(AuditEvent.of(AuditEventType.API_KEY_USED, key.account())
                    .by("api_key")
                    .with(AuditDetail.NAME, key.name()));
        }
    }
}
