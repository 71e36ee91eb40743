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
 * Reads the User-Agent of a request. The browser's name is for display only: after any failure the browser is unknown
 * and the request continues.
 */
final class UserAgent {
    /** The parser's name for an unknown browser or system. */
    static final String UNKNOWN = "Other";

    /** In characters. No browser sends a longer header, and the parsing time grows with its length. */
    private static final int LONGEST = 512;

    /** Parsed headers in the cache; one takes about 1 KiB of memory and 1 ms to parse. */
    private static final int REMEMBERED = 500;

    private static final Logger LOG = LoggerFactory.getLogger(UserAgent.class);

    /**
     * The parser holds compiled patterns only, so threads can share it. The library's {@code CachingParser} cannot be
     * shared: its map is not synchronised.
     */
    private static final ConcurrentLruCache<String, Client> CLIENTS =
            new ConcurrentLruCache<>(REMEMBERED, new Parser()::parse);

    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private UserAgent() {}

    /**
     * Applies {@code reader} to the parsed browser and system.
     *
     * @param unknown the result when the header is absent, too long or unreadable
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
