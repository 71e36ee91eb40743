package dev.vestibule.audit;

import dev.vestibule.event.Event;
import dev.vestibule.event.Kind;
import org.springframework.stereotype.Component;

/** For what goes on after the request that asked for it was answered: the trail still says who asked, and from where. */
@Component
public class OnBehalf {
    private final Circumstances circumstances;

    OnBehalf(Circumstances circumstances) {
        this.circumstances = circumstances;
    }

    /**
     * The same work, to be done by another thread on behalf of whoever asks for it now.
     *
     * @param kind what it is that they do
     */
    public Runnable of(Kind kind, Runnable work) {
        return of(Event.of(kind), work);
    }

    /** The same, to be done once the session of the request has ended, for instance. */
    public Runnable of(Event event, Runnable work) {
        Circumstances.Scene scene = circumstances.of(event);
        return () -> circumstances.within(scene, work);
    }
}
