package dev.vestibule.configuration;

import dev.vestibule.network.Site;
import dev.vestibule.platform.CliProfile;
import dev.vestibule.startup.StartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.core.env.Environment;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.StringUtils;

/**
 * Rejects settings of Spring that are valid for other applications, but with which this one would not work or not be
 * secure.
 */
record UnworkableSettings(Environment environment) {
    private static final int HIGHEST_PORT = 65_535;
    private static final String CLEANUP_INTERVAL = "vestibule.cleanup.interval";
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
    private static final Duration LONGEST_INTERVAL = Duration.ofDays(1);
    private static final String PAGES_PORT = "server.port";
    private static final String HEALTH_PORT = "management.server.port";
    /**
     * The value that switches a port off. Commands switch both ports off, and a server may run without a health port.
     */
    private static final String OFF = "-1";
    /** The value for any free port, with which two ports differ. */
    private static final String ANY = "0";

    private static final String PUBLIC_URL = "vestibule.public-url";
    private static final List<String> ADDRESSES = List.of("server.address", "management.server.address");

    private static final List<String> URLS = List.of("spring.datasource.url", "spring.flyway.url");

    private static final String AT_ROOT =
            "Remove it: the pages stand at the root of their address, so give Vestibule a host name of its own.";
    private static final String PROXIES =
            "Remove it, and name the proxies in front in vestibule.trusted-proxies instead.";
    private static final String NEEDED = "Remove it: Vestibule needs what it would switch off.";

    /** The values with which the application works; every other value is rejected. */
    private static final List<Rule> RULES = List.of(
            new Rule("server.servlet.context-path", Set.of("/"), AT_ROOT),
            new Rule("spring.mvc.servlet.path", Set.of("/"), AT_ROOT),
            new Rule("server.forward-headers-strategy", Set.of("none"), PROXIES),
            new Rule("server.tomcat.remoteip.remote-ip-header", Set.of(), PROXIES),
            new Rule("server.tomcat.remoteip.protocol-header", Set.of(), PROXIES),
            new Rule("spring.main.web-application-type", Set.of("servlet"), NEEDED),
            new Rule("spring.main.lazy-initialization", Set.of("false"), NEEDED),
            new Rule("spring.flyway.enabled", Set.of("true"), NEEDED),
            new Rule("spring.jpa.hibernate.ddl-auto", Set.of("validate", "none"), NEEDED));

    private record Rule(String setting, Set<String> works, String action) {}

    /** @throws StartException with the setting and the required action */
    void refuse() {
        for (Rule rule : RULES) {
            String value = environment.getProperty(rule.setting());
            if (StringUtils.hasText(value)
                    && !rule.works().contains(value.strip().toLowerCase(Locale.ROOT))) {
                throw new StartException(
                        "Vestibule does not work with " + rule.setting() + "=" + value + ".", rule.action());
            }
        }
        refuseCleanupInterval();
        refusePorts();
        refusePublicUrl();
        if (!CliProfile.isActive(environment)) {
            ADDRESSES.forEach(this::refuseAddress);
        }
        for (String setting : URLS) {
            DatabaseUrl.refuse(setting, environment.getProperty(setting));
        }
    }

    /** Checks the interval here because the failure of a scheduled job would name its method instead of the setting. */
    private void refuseCleanupInterval() {
        String value = environment.getProperty(CLEANUP_INTERVAL);
        if (StringUtils.hasText(value) && !isInterval(value.strip())) {
            throw new StartException(
                    CLEANUP_INTERVAL + " is no time from a second to a day: " + value + ".",
                    "Set it to one such as PT1H (an hour) or PT10M (ten minutes), or remove it.");
        }
    }

    private static boolean isInterval(String value) {
        try {
            // The same formats as the scheduler's: ISO 8601, a number with a unit such as "30m", or milliseconds.
            Duration interval = DurationFormatterUtils.detectAndParse(value);
            return interval.compareTo(SHORTEST_INTERVAL) >= 0 && interval.compareTo(LONGEST_INTERVAL) <= 0;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return false;
        }
    }

    private void refusePorts() {
        String pages = environment.getProperty(PAGES_PORT, "8080").strip();
        String health = environment.getProperty(HEALTH_PORT, "").strip();
        refusePort(PAGES_PORT, pages, CliProfile.isActive(environment));
        refusePort(HEALTH_PORT, health, true);
        if (pages.equals(health) && !pages.equals(ANY) && !pages.equals(OFF)) {
            throw new StartException(
                    PAGES_PORT + " and " + HEALTH_PORT + " are both " + pages + ".",
                    "Set one of them to another port. The health endpoints have a port of their own, which visitors"
                            + " cannot reach.");
        }
    }

    private static void refusePort(String setting, String value, boolean mayBeOff) {
        if (!value.isEmpty() && !isPort(value) && !(mayBeOff && value.equals(OFF))) {
            throw new StartException(
                    setting + " is no port: " + value + ".",
                    "Set it to a number from 1 to " + HIGHEST_PORT + ", or to 0 for any free port.");
        }
    }

    /** Rejects a text that is not a URI; {@link Site} checks the others. */
    private void refusePublicUrl() {
        String value = environment.getProperty(PUBLIC_URL);
        if (StringUtils.hasText(value)) {
            try {
                new URI(value.strip());
            } catch (URISyntaxException e) {
                throw Site.noAddress(value);
            }
        }
    }

    private void refuseAddress(String setting) {
        String value = environment.getProperty(setting);
        if (StringUtils.hasText(value)) {
            try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getByName(value.strip()))) {
                any.getLocalPort();
            } catch (UnknownHostException e) {
                throw noAddress(setting + " is no address, and no host of that name is known: " + value + ".", e);
            } catch (IOException e) {
                throw noAddress(setting + " is no address of this machine: " + value + ".", e);
            }
        }
    }

    private static StartException noAddress(String description, IOException cause) {
        return new StartException(
                description,
                "Set it to an address of this machine, such as 127.0.0.1, or to 0.0.0.0 for all of them.",
                cause);
    }

    private static boolean isPort(String value) {
        return value.matches("[0-9]{1,5}") && Integer.parseInt(value) <= HIGHEST_PORT;
    }
}
