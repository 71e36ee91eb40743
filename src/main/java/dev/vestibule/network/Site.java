package dev.vestibule.network;

import dev.vestibule.startup.StartException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where people reach this installation.
 *
 * @param publicUrl the only source of absolute links; null when the operator named none. A link is never built from a
 *     request's Host header, which anybody can forge
 */
@ConfigurationProperties("vestibule")
public record Site(@Nullable URI publicUrl) {
    private static final int HIGHEST_PORT = 65_535;

    public Site {
        if (publicUrl != null && !isOrigin(publicUrl)) {
            throw noAddress(publicUrl.toString());
        }
    }

    /** The refusal of a setting that is no address of a site. */
    public static StartException noAddress(String publicUrl) {
        return new StartException(
                "vestibule.public-url is no address of a site: " + publicUrl,
                "Set it to the address that users type, such as https://login.example.com, without a path.");
    }

    /** Whether people come by HTTPS by the operator's word, whatever this server sees of the connection. */
    public boolean https() {
        return publicUrl != null && "https".equals(publicUrl.getScheme());
    }

    /** The link to a path of ours, or empty when the operator named no address. */
    public Optional<String> absolute(String path) {
        return Optional.ofNullable(publicUrl).map(url -> url.getScheme() + "://" + url.getRawAuthority() + path);
    }

    /** Whether people who type this host name, as it stands in a request, are at the right place; all are without an address. */
    public boolean isHost(String name) {
        return publicUrl == null || name.equalsIgnoreCase(publicUrl.getHost());
    }

    private static boolean isOrigin(URI url) {
        return ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
                && url.getHost() != null
                && hasPossiblePort(url)
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null
                && (url.getRawPath().isEmpty() || url.getRawPath().equals("/"));
    }

    /** -1 is the port of the scheme, which a colon without a number means, too (RFC 3986, 3.2.3); it is not taken. */
    private static boolean hasPossiblePort(URI url) {
        return !url.getRawAuthority().endsWith(":")
                && (url.getPort() == -1 || (url.getPort() > 0 && url.getPort() <= HIGHEST_PORT));
    }
}
