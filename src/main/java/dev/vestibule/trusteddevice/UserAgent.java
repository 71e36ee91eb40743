package dev.vestibule.trusteddevice;

import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.ConcurrentLruCache;
import ua_parser.Client;
import ua_parser.Parser;

/**
 * Reads the User-Agent of a request. A name for a browser is decoration: whatever goes wrong here, the browser is an
 * unknown one and the request goes on.
 */
final class UserAgent {
    /** The parser's word for an unknown browser or system. */
    static final String UNKNOWN = "Other";

    /** In characters. A longer header is no browser's, and parsing takes time that grows with it. */
    private static final int LONGEST = 512;

    /** Browsers that are not parsed again; one takes about 1 KiB of memory and 1 ms to parse. */
    private static final int REMEMBERED = 500;

    private static final Logger LOG = LoggerFactory.getLogger(UserAgent.class);

    /**
     * The parser itself keeps nothing but compiled patterns, so threads can share it. The library's {@code CachingParser}
     * cannot be shared: its map is not synchronised.
     */
    private static final ConcurrentLruCache<String, Client> CLIENTS =
            new ConcurrentLruCache<>(REMEMBERED, new Parser()::parse);

    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private UserAgent() {}

    /**
     * What {@code reader} reads of the browser and its system.
     *
     * @param unknown the answer when the header is absent, too long to be a browser's, or cannot be read
     */
    static String read(HttpServletRequest request, Function<Client, String> reader, String unknown) {
        return read(request, CLIENTS::get, reader, unknown);
    }

    static String read(
            HttpServletRequest request,
            Function<String, Client> parser,
            Function<Client, String> reader,
            String unknown) {
        String agent = request.getHeader("User-Agent");
        if (agent == null || agent.length() > LONGEST) {
            return unknown;
        }
        try {
            return reader.apply(parser.apply(agent));
        } catch (RuntimeException | StackOverflowError e) {
            if (TOLD.compareAndSet(false, true)) {
                LOG.warn(
                        "A User-Agent cannot be read. Such browsers are called unknown; further ones are not logged",
                        e);
            }
            return unknown;
        }
    }
}
