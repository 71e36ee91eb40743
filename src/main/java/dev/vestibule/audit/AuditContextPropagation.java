package dev.vestibule.audit;

import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import org.springframework.stereotype.Component;

/** Carries the actor and the client of a request over to work that runs after the request was answered. */
@Component
public class AuditContextPropagation {
    private final AuditContext context;

    AuditContextPropagation(AuditContext context) {
        this.context = context;
    }

    /**
     * Wraps work for another thread, so that its events have the caller's actor and client.
     *
     * @param kind the kind of event that the work publishes
     */
    public Runnable of(AuditEventType kind, Runnable work) {
        return of(AuditEvent.of(kind), work);
    }

    /** As above, for work that runs after the session of the request has ended, for example. */
    public Runnable of(AuditEvent event, Runnable work) {
        AuditContext.Origin origin = context.of(event);
        return () -> context.within(origin, work);
    }
}
