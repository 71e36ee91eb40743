package dev.vestibule.network;

import dev.vestibule.startup.StartException;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The reverse proxies whose forwarded headers on the client's address and scheme are trusted.
 *
 * @param trustedProxies networks in CIDR notation (RFC 4632), such as {@code 10.0.0.7/32}; empty: no proxy is trusted
 */
@ConfigurationProperties("vestibule")
public record TrustedProxies(@DefaultValue List<String> trustedProxies) {
    public TrustedProxies {
        trustedProxies = List.copyOf(trustedProxies);
        for (String network : trustedProxies) {
            if (IpNetwork.parse(network).isEmpty()) {
                throw new StartException(
                        "vestibule.trusted-proxies holds something that is no network: " + network,
                        "Set it to the addresses of your proxies in CIDR notation with commas between them, such as"
                                + " 10.0.0.7/32, 2001:db8::/64.");
            }
        }
    }

    /** Whether forwarded headers from this address are trusted. */
    public boolean trusts(String address) {
        return trustedProxies.stream().map(IpNetwork::new).anyMatch(network -> network.contains(address));
    }
}
