package dev.vestibule.server;

import dev.vestibule.web.Refused;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, which must be complete within a bounded time after the first read. All readers of a body use
 * it, Tomcat's own form parser included. For use by the request's thread only.
 */
final class TimedBody implements InputBuffer {
    private static final String ATTRIBUTE = TimedBody.class.getName();

    private final Request request;
    private final InputBuffer bytes;
    private final TimedHttpProtocol protocol;
    private final Supplier<SocketWrapperBase<?>> socket;

    private @Nullable String network;
    private Duration time = Duration.ZERO;
    private UnfinishedBodies.@Nullable Place place;
    private long deadline;
    private long count;
    private boolean finished = true;
    private @Nullable Refused refusal;

    TimedBody(Request request, InputBuffer bytes, TimedHttpProtocol protocol, Supplier<SocketWrapperBase<?>> socket) {
        this.request = request;
        this.bytes = bytes;
        this.protocol = protocol;
        this.socket = socket;
    }

    /** Why the body of this request was refused; null when it was not. */
    static @Nullable Refused refusal(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof TimedBody body ? body.refusal : null;
    }

    /** Sets the time limit of this request's body, whatever else its network sends, if nothing of it was read yet. */
    static void allow(ServletRequest request, Duration time) {
        if (request.getAttribute(ATTRIBUTE) instanceof TimedBody body && body.place == null) {
            body.network = null;
            body.time = time;
        }
    }

    /** @param sender the network of the client; null: its bodies are not counted apart from others */
    void begin(org.apache.catalina.connector.Request whole, @Nullable String sender) {
        network = sender;
        time = Duration.ofMillis(protocol.getConnectionTimeout());
        place = null;
        count = 0;
        finished = false;
        refusal = null;
        whole.setAttribute(ATTRIBUTE, this);
    }

    /** Reads the unread rest, so that the connection can be used again, or has the connection closed. */
    void end() {
        try {
            boolean sent = request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
            if (sent && !finished && refusal == null) {
                skip();
            }
        } finally {
            finish();
        }
    }

    private void skip() {
        try {
            Skipped skipped = new Skipped();
            while (doRead(skipped) >= 0) {
                if (count > protocol.getMaxSwallowSize()
                        || request.getContentLengthLong() > protocol.getMaxSwallowSize()) {
                    close();
                    return;
                }
            }
        } catch (IOException e) {
            close();
        }
    }

    @Override
    public int doRead(ApplicationBufferHandler handler) throws IOException {
        if (refusal != null) {
            throw new SocketTimeoutException();
        }
        if (finished) {
            return bytes.doRead(handler);
        }
        if (place == null) {
            // Half of the threads: the others stay free for pages.
            place = protocol.bodies().take(network, Math.max(1, protocol.getMaxThreads() / 2));
            deadline = System.nanoTime() + place.shorten(time).toNanos();
        }
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
            throw refused(place);
        }
        socket.get().setReadTimeout(left);
        try {
            int read = bytes.doRead(handler);
            count += Math.max(0, read);
            if (read < 0 || count == request.getContentLengthLong()) {
                finish();
            }
            return read;
        } catch (SocketTimeoutException e) {
            throw refused(place);
        }
    }

    private SocketTimeoutException refused(UnfinishedBodies.Place taken) {
        refusal = taken.refusal();
        finish();
        close();
        return new SocketTimeoutException("the body of a request did not come in time");
    }

    /**
     * Has the connection closed after the answer: otherwise the rest of the body would be parsed as the next request.
     */
    private void close() {
        request.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }

    private void finish() {
        finished = true;
        if (place != null) {
            protocol.bodies().leave(network, place);
            place = null;
        }
    }

    @Override
    public int available() {
        return bytes.available();
    }

    /** Discards bytes. */
    private static final class Skipped implements ApplicationBufferHandler {
        private ByteBuffer buffer = EMPTY_BUFFER;

        @Override
        public void setByteBuffer(ByteBuffer next) {
            buffer = next;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public void expand(int size) {
            // Bytes are discarded.
        }
    }
}
