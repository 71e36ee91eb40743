package dev.vestibule.trusteddevice;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import ua_parser.Client;

/**
 * The kind of browser that sends a request: its family and platform, from the User-Agent.
 *
 * <p>This check stops only a careless attacker: an attacker who copies a cookie can copy a header as well.
 *
 * <p>The version is excluded, as browsers update themselves, and so is the difference between a phone and a computer:
 * with "desktop site" a phone with Android reports Linux, and one of Apple's a Mac.
 */
final class BrowserFingerprint {
    /** The length of the database column. */
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
