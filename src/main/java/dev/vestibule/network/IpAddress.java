package dev.vestibule.network;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.tomcat.util.net.IPv6Utils;

/**
 * An IP address in the one form in which pages, logs, sessions and audit events show it: IPv6 by RFC 5952 and without a
 * zone, an IPv4 address that is mapped into IPv6 as IPv4.
 */
public final class IpAddress {
    private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");
    /**
     * Never without a colon, so that Java does not look it up as a name. The zone is a name of the machine that wrote
     * it.
     */
    private static final Pattern IPV6 =
            Pattern.compile("(?=.{2,45}(?:%|$))([0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(?:%.{1,64})?");

    private static final int PREFIX_BYTES = 8;

    private final InetAddress address;

    private IpAddress(InetAddress address) {
        this.address = address;
    }

    /** The address that this text is, or empty when it is none; no name is looked up. */
    public static Optional<IpAddress> parse(String text) {
        var sixth = IPV6.matcher(text);
        if (!IPV4.matcher(text).matches() && !sixth.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new IpAddress(InetAddress.getByName(text.contains(":") ? sixth.group(1) : text)));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** The address of a connection in the form of {@link #text()}; any other text as it is. */
    public static String write(String address) {
        return parse(address).map(IpAddress::text).orElse(address);
    }

    /** Such as {@code 203.0.113.9} or {@code 2001:db8::1}. */
    public String text() {
        return IPv6Utils.canonize(address.getHostAddress());
    }

    /**
     * The network that one customer of a provider usually has: an IPv4 address, or the /64 of an IPv6 address, such as
     * {@code 2001:db8:0:1::/64}.
     */
    public String network() {
        if (address instanceof Inet4Address) {
            return text();
        }
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, PREFIX_BYTES, bytes.length, (byte) 0);
        try {
            return new IpAddress(InetAddress.getByAddress(bytes)).text() + "/64";
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }
}
