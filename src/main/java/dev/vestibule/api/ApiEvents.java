package dev.vestibule.api;

import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.event.AuditReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Publishes audit events about credentials of the API; the uses of a key are recorded with the key. */
@Component
class ApiEvents {
    /** A script authenticates with each request: one event an hour is enough. */
    private static final Duration PASSWORD_RECORDED_EVERY = Duration.ofHours(1);

    /** Beyond that the oldest are forgotten and recorded once more. */
    private static final int MOST_REMEMBERED = 10_000;

    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final Map<PasswordUse, Instant> recorded = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<PasswordUse, Instant> eldest) {
            return size() > MOST_REMEMBERED;
        }
    });

    ApiEvents(ApplicationEventPublisher events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    private record PasswordUse(UUID account, String address) {}

    /** A password was accepted; recorded by each node once an hour for each account and address. */
    void passwordUsed(UUID account, String address) {
        PasswordUse use = new PasswordUse(account, address);
        Instant now = clock.instant();
        Instant before = recorded.get(use);
        if (before == null || Duration.between(before, now).abs().compareTo(PASSWORD_RECORDED_EVERY) >= 0) {
            events.publishEvent(AuditEvent.of(AuditEventType.API_PASSWORD_USED, account)
                    .because(AuditReason.NO_MFA)
                    .by("password"));
            recorded.put(use, now);
        }
    }

    /** @param account the one whose key it is or was; null when there is none */
    void keyRefused(AuditReason why, @Nullable UUID account) {
        AuditEvent event = account == null
                ? AuditEvent.of(AuditEventType.API_KEY_REFUSED)
                : AuditEvent.of(AuditEventType.API_KEY_REFUSED, account);
        events.publishEvent(event.because(why).by("api_key"));
    }

    /** A credential was refused unchecked because its network has to wait, as on the sign-in page. */
    void networkWaits() {
        events.publishEvent(AuditEvent.of(AuditEventType.PASSWORD_WAIT));
    }
}
