package dev.vestibule.network;

import dev.vestibule.startup.StartException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The address of this installation.
 *
 * @param publicUrl the only source of absolute links; null when it is not configured. A link is never built from a
 *     request's Host header, which any client can forge
 */
@ConfigurationProperties("vestibule")
public record Site(@Nullable URI publicUrl) {
    private static final int HIGHEST_PORT = 65_535;

    public Site {
        if (publicUrl != null && !isOrigin(publicUrl)) {
            throw noAddress(publicUrl.toString());
        }
    }

    /** The exception for an invalid setting. */
    public static StartException noAddress(String publicUrl) {
        return new StartException(
                "vestibule.public-url is no address of a site: " + publicUrl,
                "Set it to the address that users type, such as https://login.example.com, without a path.");
    }

    /** Whether the configured address is HTTPS, regardless of the connection to this server. */
    public boolean https() {
        return publicUrl != null && "https".equals(publicUrl.getScheme());
    }

    /** The absolute link to a path of the application, or empty when no address is configured. */
    public Optional<String> absolute(String path) {
        return Optional.ofNullable(publicUrl).map(url -> url.getScheme() + "://" + url.getRawAuthority() + path);
    }

    /**
     * Whether this host name of a request is the configured one; true for all names when no address is configured.
     */
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

    /** -1 means the scheme's port. A colon without a number means the same (RFC 3986, 3.2.3) and is rejected. */
    private static boolean hasPossiblePort(URI url) {
        return !url.getRawAuthority().endsWith(":")
                && (url.getPort() == -1 || (url.getPort() > 0 && url.getPort() <= HIGHEST_PORT));
    }
}
