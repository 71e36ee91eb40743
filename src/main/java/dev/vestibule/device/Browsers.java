package dev.vestibule.device;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;
import ua_parser.CachingParser;
import ua_parser.Client;
import ua_parser.Parser;

/** Names a browser as people would, from its User-Agent: "Firefox on Linux". */
@Component
public class Browsers {
    /** A header beyond this is nobody's browser, and parsing takes time that grows with it. */
    private static final int LONGEST = 512;

    /** What the database has room for; a name beyond this was made up. */
    private static final int LONGEST_NAME = 200;

    private static final String UNKNOWN = "Other";
    private static final String NOBODY = "Unknown browser";

    private final Parser parser = new CachingParser();

    public String describe(HttpServletRequest request) {
        String agent = request.getHeader("User-Agent");
        if (agent == null || agent.length() > LONGEST) {
            return NOBODY;
        }
        String name = name(agent);
        return name.length() > LONGEST_NAME ? NOBODY : name;
    }

    private String name(String agent) {
        Client client = parser.parse(agent);
        String browser = client.userAgent.family;
        String system = client.os.family;
        if (UNKNOWN.equals(browser)) {
            return UNKNOWN.equals(system) ? NOBODY : "A browser on " + system;
        }
        return UNKNOWN.equals(system) ? browser : browser + " on " + system;
    }
}
