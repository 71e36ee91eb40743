package dev.vestibule.trusteddevice;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import ua_parser.Client;

/**
 * What kind of browser asks: its family and its platform, by its User-Agent.
 *
 * <p>A speed bump and not a wall: who copies a cookie can copy a header as well. It stops the one who does not think of
 * that.
 *
 * <p>The version is no part of it, as browsers update themselves. Nor is the kind of page that a phone asks for: with
 * "desktop site" one on Android calls itself Linux, and one of Apple's a Mac.
 */
final class BrowserFingerprint {
    /** What the database has room for. */
    private static final int LONGEST = 200;

    private static final String NOBODY = "-/-";

    private static final Set<String> LINUX = Set.of("Android", "Linux", "Ubuntu", "Debian", "Fedora", "Linux Mint");
    private static final Set<String> APPLE = Set.of("iOS", "Mac OS X", "Mac OS");

    private BrowserFingerprint() {}

    static String of(HttpServletRequest request) {
        String text = UserAgent.read(request, client -> family(client) + "/" + platform(client), NOBODY);
        return text.length() <= LONGEST ? text : NOBODY;
    }

    private static String family(Client client) {
        return client.userAgent
                .family
                .replaceAll("\\b(Mobile|iOS|WebView)\\b", "")
                .replaceAll(" +", " ")
                .strip();
    }

    private static String platform(Client client) {
        String system = client.os.family;
        return LINUX.contains(system) ? "Linux" : APPLE.contains(system) ? "Apple" : system;
    }
}
