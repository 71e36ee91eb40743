package dev.vestibule.server;

import dev.vestibule.network.IpAddress;
import dev.vestibule.network.TrustedProxies;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses the lines of {@code X-Forwarded-For} as proxies write them: addresses with or without a port, IPv6 in
 * brackets, quoted or not.
 *
 * @param address the client's: the last address that is not a trusted proxy's, as the client may have invented all
 *     before it
 * @param readable false when a proxy wrote something else instead, such as {@code unknown}; then the address is that of
 *     the proxy
 */
record ForwardedFor(String address, boolean readable) {
    /** More proxies than any real chain has: a header may have thousands of entries, and each is compared. */
    private static final int MOST_PROXIES = 50;

    /** An address with a port, which may also be an obfuscated one (RFC 7239, 6.2). */
    private static final String PORT = "(?::(?:[0-9]{1,5}|_[A-Za-z0-9._-]{1,64}))?";

    private static final Pattern BRACKETED = Pattern.compile("\\[([^\\[\\]]{2,110})]" + PORT);
    private static final Pattern IPV4 = Pattern.compile("([0-9.]{7,15})" + PORT);

    /** @param peer the address of the trusted proxy that sent the lines, in the form of {@link IpAddress#text()} */
    static ForwardedFor read(String peer, List<String> lines, TrustedProxies proxies) {
        String list = String.join(",", lines);
        String nearest = peer;
        int end = list.length();
        for (int count = 0; count < MOST_PROXIES && end > 0; ) {
            int comma = list.lastIndexOf(',', end - 1);
            String entry = list.substring(comma + 1, end).strip();
            end = comma;
            if (entry.isEmpty()) {
                continue; // RFC 9110, 5.6.1.2
            }
            Optional<String> address = address(entry);
            if (address.isEmpty()) {
                return new ForwardedFor(nearest, false);
            }
            nearest = address.get();
            if (!proxies.trusts(nearest)) {
                return new ForwardedFor(nearest, true);
            }
            count++;
        }
        return new ForwardedFor(nearest, true);
    }

    private static Optional<String> address(String entry) {
        String text = unquoted(entry);
        Matcher bracketed = BRACKETED.matcher(text);
        Matcher fourth = IPV4.matcher(text);
        String bare = bracketed.matches() ? bracketed.group(1) : fourth.matches() ? fourth.group(1) : text;
        return IpAddress.parse(bare).map(IpAddress::text);
    }

    static String unquoted(String entry) {
        boolean quoted = entry.length() >= 2 && entry.startsWith("\"") && entry.endsWith("\"");
        return quoted ? entry.substring(1, entry.length() - 1).strip() : entry;
    }

    /** The first entry of a list in one or several lines, without quotes; empty when there is none. */
    static Optional<String> first(List<String> lines) {
        return lines.stream()
                .map(line -> line.split(",", 2)[0])
                .map(entry -> unquoted(entry.strip()))
                .filter(entry -> !entry.isEmpty())
                .findFirst();
    }

    /** All lines of a header. */
    static List<String> lines(org.apache.catalina.connector.Request request, String header) {
        return Collections.list(request.getHeaders(header));
    }
}
