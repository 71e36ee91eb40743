package dev.vestibule.throttle;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The network of a client: an IPv4 address, or the /64 that one IPv6 customer has.
 *
 * @param text an address, an address with {@code /64}, or {@code unknown}
 */
record SourceNetwork(String text) {
    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]{2,45}(?:%.{1,32})?");
    private static final SourceNetwork UNKNOWN = new SourceNetwork("unknown");
    private static final int PREFIX_BYTES = 8;

    static SourceNetwork of(HttpServletRequest request) {
        return of(request.getRemoteAddr());
    }

    /** A proxy may report a word instead of an address; all such requests share one network. */
    static SourceNetwork of(String address) {
        boolean literal = IPV4.matcher(address).matches()
                || address.contains(":") && IPV6.matcher(address).matches();
        if (!literal) {
            return UNKNOWN;
        }
        try {
            InetAddress parsed = InetAddress.getByName(address);
            return new SourceNetwork(parsed instanceof Inet4Address ? parsed.getHostAddress() : prefix(parsed));
        } catch (UnknownHostException e) {
            return UNKNOWN;
        }
    }

    private static String prefix(InetAddress address) throws UnknownHostException {
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, PREFIX_BYTES, bytes.length, (byte) 0);
        return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
    }
}
