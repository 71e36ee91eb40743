package dev.vestibule.page;

import dev.vestibule.platform.TrustedProxies;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.RemoteIpValve;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Believes what trusted proxies say of the visitor, and nobody else (ASVS 5.0, 4.1.3): the address is the last one in
 * {@code X-Forwarded-For} that is no trusted proxy's, as all before it may be the visitor's own invention.
 */
final class ForwardedHeaders extends RemoteIpValve {
    static final String HOST = "X-Forwarded-Host";

    private static final Logger LOG = LoggerFactory.getLogger(ForwardedHeaders.class);
    private static final String FOR = "X-Forwarded-For";

    private final TrustedProxies proxies;
    private final AtomicBoolean warned = new AtomicBoolean();

    ForwardedHeaders(TrustedProxies proxies) {
        this.proxies = proxies;
        // Left alone, it trusts every private address.
        setInternalProxies(String.join(",", proxies.trustedProxies()));
        setRemoteIpHeader(FOR);
        setProtocolHeader("X-Forwarded-Proto");
        setHostHeader(HOST);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (request.getHeader(FOR) != null && !proxies.trusts(request.getRemoteAddr()) && !warned.getAndSet(true)) {
            LOG.warn(
                    "X-Forwarded-For came from {}, which vestibule.trusted-proxies does not name, and is ignored: if"
                            + " that is your proxy, all its visitors look like one",
                    request.getRemoteAddr());
        }
        super.invoke(request, response);
    }
}
