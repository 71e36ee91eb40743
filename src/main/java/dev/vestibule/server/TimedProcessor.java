package dev.vestibule.server;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Adapter;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** Closes a connection whose header is not complete in time, and gives each request a {@link TimedBody}. */
final class TimedProcessor extends Http11Processor {
    private final TimedHttpProtocol protocol;

    TimedProcessor(TimedHttpProtocol protocol, Adapter adapter) {
        super(protocol, adapter);
        this.protocol = protocol;
        request.setInputBuffer(new TimedBody(request, request.getInputBuffer(), protocol, this::getSocketWrapper));
    }

    /**
     * Tomcat calls this with the first bytes of a header, and again with each of the next ones until it is complete.
     */
    @Override
    public SocketState service(SocketWrapperBase<?> socket) throws IOException {
        if (isBegun() && left() <= 0) {
            return SocketState.CLOSED;
        }
        SocketState state = super.service(socket);
        if (state == SocketState.LONG && isBegun()) {
            socket.setReadTimeout(Math.max(1, left()));
        }
        return state;
    }

    /** Whether the first bytes of a header have arrived; Tomcat stores that time until the request is answered. */
    private boolean isBegun() {
        return request.getStartTimeNanos() >= 0;
    }

    /** Milliseconds. */
    private long left() {
        long since = System.nanoTime() - request.getStartTimeNanos();
        return protocol.getConnectionTimeout() - TimeUnit.NANOSECONDS.toMillis(since);
    }
}
