package dev.vestibule.device;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import ua_parser.CachingParser;
import ua_parser.Client;
import ua_parser.Parser;

/** Reads the User-Agent of a request. */
final class UserAgent {
    /** What the parser calls that which it does not know. */
    static final String UNKNOWN = "Other";

    /** A header beyond this is nobody's browser, and parsing takes time that grows with it. */
    private static final int LONGEST = 512;

    private static final Parser PARSER = new CachingParser();

    private UserAgent() {}

    /** The browser and its system, or empty when the header is absent or too long to be a browser's. */
    static Optional<Client> of(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader("User-Agent"))
                .filter(agent -> agent.length() <= LONGEST)
                .map(PARSER::parse);
    }
}
