package dev.vestibule.audit;

import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import org.springframework.stereotype.Component;

/** For what goes on after the request that asked for it was answered: the trail still says who asked, and from where. */
@Component
public class AuditContextPropagation {
    private final AuditContext circumstances;

    AuditContextPropagation(AuditContext circumstances) {
        this.circumstances = circumstances;
    }

    /**
     * The same work, to be done by another thread on behalf of whoever asks for it now.
     *
     * @param kind what it is that they do
     */
    public Runnable of(AuditEventType kind, Runnable work) {
        return of(AuditEvent.of(kind), work);
    }

    /** The same, to be done once the session of the request has ended, for instance. */
    public Runnable of(AuditEvent event, Runnable work) {
        AuditContext.Scene scene = circumstances.of(event);
        return () -> circumstances.within(scene, work);
    }
}
