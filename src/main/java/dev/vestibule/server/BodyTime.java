package dev.vestibule.server;

import dev.vestibule.network.IpAddress;
import dev.vestibule.network.TrustedProxies;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;

/** Tells a {@link TimedBody} which network sends it, by the word of trusted proxies, and what is left of it to skip. */
final class BodyTime extends ValveBase {
    private final TrustedProxies proxies;

    BodyTime(TrustedProxies proxies) {
        // No asynchronous requests: the answer is finished here, by the thread that reads the body.
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
            // Before what is left of the body: its sender may wait for the answer.
            response.finishResponse();
        } finally {
            body.end();
        }
    }

    /** Null for a trusted proxy that does not say for whom it asks: all its visitors would be one network. */
    private @Nullable String sender(String address) {
        return proxies.trusts(address)
                ? null
                : IpAddress.parse(address).map(IpAddress::network).orElse(address);
    }
}
