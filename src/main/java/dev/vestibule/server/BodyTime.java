package dev.vestibule.server;

import dev.vestibule.network.IpAddress;
import dev.vestibule.network.TrustedProxies;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;

/**
 * Sets up a {@link TimedBody} with the sender's network, as trusted proxies report it, and skips the rest of the body.
 */
final class BodyTime extends ValveBase {
    private final TrustedProxies proxies;

    BodyTime(TrustedProxies proxies) {
        // No asynchronous requests: the thread that reads the body also finishes the answer.
        super(false);
        this.proxies = proxies;
    }

    @Override
    public void invoke(Request request, Response response) throws ServletException, IOException {
        if (!(request.getCoyoteRequest().getInputBuffer() instanceof TimedBody body)) {
            getNext().invoke(request, response);
            return;
        }
        body.begin(request, sender(request.getRemoteAddr()));
        try {
            getNext().invoke(request, response);
            // Sent before the rest of the body is read: the client may wait for the answer.
            response.finishResponse();
        } finally {
            body.end();
        }
    }

    /** Null for a trusted proxy that does not report the client: all its clients would count as one network. */
    private @Nullable String sender(String address) {
        return proxies.trusts(address)
                ? null
                : IpAddress.parse(address).map(IpAddress::network).orElse(address);
    }
}
