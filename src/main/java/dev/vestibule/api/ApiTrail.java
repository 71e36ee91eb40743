package dev.vestibule.api;

import dev.vestibule.audit.AuditAddress;
import dev.vestibule.audit.AuditFilter;
import dev.vestibule.audit.AuditTrail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.event.AuditReason;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** What the door of the API leaves behind. A key keeps account of its own use. */
@Component
class ApiTrail {
    /** A script signs in anew with each request: one of them in a while says it all. */
    private static final Duration TOLD_EVERY = Duration.ofHours(1);

    private final AuditTrail trail;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ApiTrail(AuditTrail trail, ApplicationEventPublisher events, Clock clock) {
        this.trail = trail;
        this.events = events;
        this.clock = clock;
    }

    /** A password opened it; told once an hour for each account and address. */
    void passwordUsed(UUID account, HttpServletRequest request) {
        var before = new AuditFilter(
                account,
                null,
                AuditEventType.API_PASSWORD_USED,
                null,
                AuditAddress.parse(request.getRemoteAddr()).orElse(null),
                clock.instant().minus(TOLD_EVERY),
                null);
        if (trail.find(before, null, 1).entries().isEmpty()) {
            events.publishEvent(AuditEvent.of(AuditEventType.API_PASSWORD_USED, account)
                    .because(AuditReason.NO_MFA)
                    .by("password"));
        }
    }

    /** @param account whose key it is or was; null when it is nobody's */
    void keyRefused(AuditReason why, @Nullable UUID account) {
        AuditEvent event = account == null
                ? AuditEvent.of(AuditEventType.API_KEY_REFUSED)
                : AuditEvent.of(AuditEventType.API_KEY_REFUSED, account);
        events.publishEvent(event.because(why).by("api_key"));
    }

    /** A network has to wait; counted like a password that is not looked at. */
    void waits() {
        events.publishEvent(AuditEvent.of(AuditEventType.PASSWORD_WAIT));
    }
}
