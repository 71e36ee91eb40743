package dev.vestibule.server;

import dev.vestibule.network.IpAddress;
import dev.vestibule.network.TrustedProxies;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.RemoteIpValve;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts forwarded headers of trusted proxies only (ASVS 5.0, 4.1.3). Each format is converted to the one that
 * Tomcat's valve reads; from here on every request's address has the form of {@link IpAddress#text()}.
 */
final class ForwardedHeaders extends RemoteIpValve {
    static final String HOST = "X-Forwarded-Host";

    private static final Logger LOG = LoggerFactory.getLogger(ForwardedHeaders.class);
    private static final String FOR = "X-Forwarded-For";
    private static final String PROTO = "X-Forwarded-Proto";
    private static final int LONGEST_LOGGED = 60;

    private final TrustedProxies proxies;
    private final HourlyWarnings untrusted;
    private final HourlyWarnings unreadable;

    ForwardedHeaders(TrustedProxies proxies, Clock clock) {
        this.proxies = proxies;
        this.untrusted = new HourlyWarnings(clock);
        this.unreadable = new HourlyWarnings(clock);
        // By default the valve trusts every private address.
        setInternalProxies(String.join(",", proxies.trustedProxies()));
        setRemoteIpHeader(FOR);
        setProtocolHeader(PROTO);
        setHostHeader(HOST);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        String peer = IpAddress.write(request.getRemoteAddr());
        request.setRemoteAddr(peer);
        if (proxies.trusts(peer)) {
            readVisitor(request, peer);
            readOrigin(request);
        } else if (request.getHeader(FOR) != null && untrusted.take("")) {
            LOG.warn(
                    "X-Forwarded-For came from {}, which vestibule.trusted-proxies does not name, and is ignored: if"
                            + " that is your proxy, all its visitors look like one",
                    peer);
        }
        super.invoke(request, response);
    }

    private void readVisitor(Request request, String peer) {
        List<String> lines = ForwardedFor.lines(request, FOR);
        if (lines.isEmpty()) {
            return;
        }
        ForwardedFor visitor = ForwardedFor.read(peer, lines, proxies);
        if (!visitor.readable() && unreadable.take("")) {
            LOG.warn(
                    "X-Forwarded-For from the proxy {} holds no address where the visitor's should be: {}. The address"
                            + " of the proxy is used instead, so all such visitors look like one",
                    peer,
                    printable(String.join(", ", lines)));
        }
        replace(request, FOR, visitor.address());
    }

    /**
     * The scheme is https only when each proxy in the list received the request by HTTPS; the host is the one that the
     * first proxy received.
     */
    private static void readOrigin(Request request) {
        List<String> schemes = ForwardedFor.lines(request, PROTO).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(entry -> ForwardedFor.unquoted(entry.strip()))
                .filter(entry -> !entry.isEmpty())
                .toList();
        if (!schemes.isEmpty()) {
            replace(request, PROTO, schemes.stream().allMatch("https"::equalsIgnoreCase) ? "https" : "http");
        }
        ForwardedFor.first(ForwardedFor.lines(request, HOST)).ifPresent(host -> replace(request, HOST, host));
    }

    private static void replace(Request request, String header, String value) {
        request.getCoyoteRequest().getMimeHeaders().setValue(header).setString(value);
    }

    /** The end of the list, which the nearest proxies wrote, without characters that break a log line. */
    private static String printable(String list) {
        String end = list.substring(Math.max(0, list.length() - LONGEST_LOGGED));
        return end.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
