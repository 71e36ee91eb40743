package dev.vestibule.server;

import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;

/**
 * Tomcat's HTTP/1.1 with a limit for the total time of a header and of a body. Tomcat itself limits the wait for the
 * next byte only, so one byte every few seconds would hold a thread for hours.
 *
 * <p>Both limits are {@code server.tomcat.connection-timeout}. Public because Tomcat creates it by its class name.
 */
public final class TimedHttpProtocol extends Http11NioProtocol {
    private final UnfinishedBodies bodies = new UnfinishedBodies();

    @Override
    protected Processor createProcessor() {
        return new TimedProcessor(this, getAdapter());
    }

    UnfinishedBodies bodies() {
        return bodies;
    }
}
