package dev.vestibule.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.catalina.util.NetMask;

/**
 * A network of addresses.
 *
 * @param text in CIDR notation (RFC 4632), such as {@code 10.0.0.0/8} or {@code 2001:db8::/64}
 */
public record IpNetwork(String text) {
    /** No name of a host, which would be looked up. */
    private static final Pattern NETWORK =
            Pattern.compile("(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[\\da-fA-F:.]*:[\\da-fA-F:.]*)/\\d{1,3}");

    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|[\\da-fA-F:.]*:[\\da-fA-F:.]*");

    /** Empty when it is no network. */
    public static Optional<IpNetwork> parse(String text) {
        if (!NETWORK.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            var unused = new NetMask(text);
            return Optional.of(new IpNetwork(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether the network contains an address; false for text that is no address. */
    public boolean contains(String address) {
        if (!ADDRESS.matcher(address).matches()) {
            return false;
        }
        try {
            return new NetMask(text).matches(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
