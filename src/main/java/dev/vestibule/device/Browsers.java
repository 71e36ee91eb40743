package dev.vestibule.device;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;
import ua_parser.Client;

/** Names a browser as people would, from its User-Agent: "Firefox on Linux". */
@Component
public class Browsers {
    /** What the database has room for; a name beyond this was made up. */
    private static final int LONGEST_NAME = 200;

    private static final String NOBODY = "Unknown browser";

    /** Never fails: a browser that cannot be named is an unknown one. */
    public String describe(HttpServletRequest request) {
        String name = UserAgent.read(request, Browsers::name, NOBODY);
        return name.length() <= LONGEST_NAME ? name : NOBODY;
    }

    private static String name(Client client) {
        String browser = client.userAgent.family;
        String system = client.os.family;
        if (UserAgent.UNKNOWN.equals(browser)) {
            return UserAgent.UNKNOWN.equals(system) ? NOBODY : "A browser on " + system;
        }
        return UserAgent.UNKNOWN.equals(system) ? browser : browser + " on " + system;
    }
}
