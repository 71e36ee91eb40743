package dev.vestibule.platform;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.catalina.util.NetMask;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The proxies in front, whose word on the visitor's address and scheme counts.
 *
 * @param trustedProxies networks in CIDR notation (RFC 4632), such as {@code 10.0.0.7/32}; empty: nobody is believed
 */
@ConfigurationProperties("vestibule")
public record TrustedProxies(@DefaultValue List<String> trustedProxies) {
    /** No name of a host, which would be looked up. */
    private static final Pattern NETWORK =
            Pattern.compile("(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[\\da-fA-F:.]*:[\\da-fA-F:.]*)/\\d{1,3}");

    public TrustedProxies {
        trustedProxies = List.copyOf(trustedProxies);
        for (String network : trustedProxies) {
            if (!isNetwork(network)) {
                throw new StartException(
                        "vestibule.trusted-proxies holds something that is no network: " + network,
                        "Set it to the addresses of your proxies in CIDR notation with commas between them, such as"
                                + " 10.0.0.7/32, 2001:db8::/64.");
            }
        }
    }

    /** Whether the word of who connects from this address counts. */
    public boolean trusts(String address) {
        if (trustedProxies.isEmpty()) {
            return false;
        }
        try {
            InetAddress peer = InetAddress.getByName(address);
            return trustedProxies.stream().map(NetMask::new).anyMatch(network -> network.matches(peer));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean isNetwork(String text) {
        if (!NETWORK.matcher(text).matches()) {
            return false;
        }
        try {
            var unused = new NetMask(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
