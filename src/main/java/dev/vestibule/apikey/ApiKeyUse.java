package dev.vestibule.apikey;

import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.context.ApplicationEventPublisher;
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

    private final ApiKeyRepository repository;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private final TransactionOperations transaction;

    ApiKeyUse(
            ApiKeyRepository repository,
            Clock clock,
            ApplicationEventPublisher events,
            TransactionOperations transaction) {
        this.repository = repository;
        this.clock = clock;
        this.events = events;
        this.transaction = transaction;
    }

    /** Records a use: at once when the key was not used from this address before, else once a minute. */
    public void record(ApiKey key, String client) {
        // A proxy may send any text as the address.
        String address = client.length() > LONGEST_ADDRESS ? "unknown" : client;
        if (!key.knownAddresses().contains(address)) {
            transaction.executeWithoutResult(status -> recordNewAddress(key, address));
        }
        Instant now = clock.instant();
        Instant seen = key.lastUsedAt();
        if (seen != null && now.isBefore(seen.plus(GRAIN))) {
            return;
        }
        repository.used(key.id(), address, now, now.minus(GRAIN));
    }

    /** An event for the first addresses of a key, and one an hour once it was used from as many as are kept. */
    private void recordNewAddress(ApiKey key, String address) {
        Instant now = clock.instant();
        int recorded = repository.addAddress(key.id(), address, ApiKey.KNOWN_ADDRESSES, now, now.minus(RECORDED_EVERY));
        if (recorded == 1) {
            events.publishEvent(AuditEvent.of(AuditEventType.API_KEY_USED, key.account())
                    .by("api_key")
                    .with(AuditDetail.NAME, key.name()));
        }
    }
}
