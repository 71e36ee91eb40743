package dev.vestibule.api;

import dev.vestibule.audit.Address;
import dev.vestibule.audit.AuditTrail;
import dev.vestibule.audit.Filter;
import dev.vestibule.event.Event;
import dev.vestibule.event.Kind;
import dev.vestibule.event.Reason;
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
        var before = new Filter(
                account,
                null,
                Kind.API_PASSWORD_USED,
                null,
                Address.parse(request.getRemoteAddr()).orElse(null),
                clock.instant().minus(TOLD_EVERY),
                null);
        if (trail.find(before, null, 1).entries().isEmpty()) {
            events.publishEvent(Event.of(Kind.API_PASSWORD_USED, account)
                    .because(Reason.NO_MFA)
                    .by("password"));
        }
    }

    /** @param account whose key it is or was; null when it is nobody's */
    void keyRefused(Reason why, @Nullable UUID account) {
        Event event = account == null ? Event.of(Kind.API_KEY_REFUSED) : Event.of(Kind.API_KEY_REFUSED, account);
        events.publishEvent(event.because(why).by("api_key"));
    }

    /** A network has to wait; counted like a password that is not looked at. */
    void waits() {
        events.publishEvent(Event.of(Kind.PASSWORD_WAIT));
    }
}
