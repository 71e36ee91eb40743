package dev.vestibule.trusteddevice;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.stereotype.Component;
import ua_parser.Client;

/** Names a browser for display, from its User-Agent: "Firefox on Linux". */
@Component
public class BrowserNames {
    /** The length of the database column; a longer name comes from an invented header. */
    private static final int LONGEST_NAME = 200;

    /** Names of browsers on tablets; on a phone the parser adds "Mobile" to them. */
    private static final Set<String> ANDROID_TABLETS = Set.of("Chrome on Android", "Firefox on Android");

    private static final String NOBODY = "Unknown browser";

    /** The browser's name; an unreadable header gives an unknown browser, never an exception. */
    public String describe(HttpServletRequest request) {
        String name = UserAgent.read(request, BrowserNames::name, NOBODY);
        return name.length() <= LONGEST_NAME ? name : NOBODY;
    }

    /**
     * The kind of device, as the name of its icon: {@code phone}, {@code tablet} or {@code laptop}; {@code window} when
     * the name does not tell.
     *
     * @param name as {@link #describe} returned it
     */
    public String icon(String name) {
        if (name.endsWith(" on iPadOS")) {
            return "tablet";
        }
        if (name.endsWith(" on Android")) {
            return ANDROID_TABLETS.contains(name) ? "tablet" : "phone";
        }
        if (name.endsWith(" on iOS")) {
            return "phone";
        }
        return name.contains(" on ") ? "laptop" : "window";
    }

    private static String name(Client client) {
        String browser = client.userAgent.family;
        String system = "iPad".equals(client.device.family) ? "iPadOS" : client.os.family;
        if (UserAgent.UNKNOWN.equals(browser)) {
            return UserAgent.UNKNOWN.equals(system) ? NOBODY : "A browser on " + system;
        }
        return UserAgent.UNKNOWN.equals(system) ? browser : browser + " on " + system;
    }
}
