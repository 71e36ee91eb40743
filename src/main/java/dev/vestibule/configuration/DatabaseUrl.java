package dev.vestibule.configuration;

import dev.vestibule.startup.StartException;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.springframework.util.StringUtils;

/** Checks the address of the database in a setting. The messages never repeat a user name or a password. */
final class DatabaseUrl {
    private static final String FORM = "jdbc:postgresql://HOST:PORT/DATABASE";
    private static final Pattern LIBPQ = Pattern.compile("postgres(?:ql)?://(?:[^/]*@)?(?<place>[^?#]*).*");
    private static final Pattern OTHER = Pattern.compile("(?:jdbc:)?(?<kind>[a-z0-9]+):.*");

    private DatabaseUrl() {}

    /** @throws StartException when the driver cannot read it as the address of a PostgreSQL */
    static void refuse(String setting, @Nullable String url) {
        if (!StringUtils.hasText(url)) {
            return;
        }
        Matcher libpq = LIBPQ.matcher(url);
        if (libpq.matches()) {
            throw new StartException(
                    setting + " has the form of other programs, postgresql://...",
                    "Set it to jdbc:postgresql://" + libpq.group("place")
                            + ", and the user and the password in settings of their own: spring.datasource.username"
                            + " and spring.datasource.password.");
        }
        if (!url.startsWith("jdbc:postgresql:")) {
            Matcher other = OTHER.matcher(url);
            throw new StartException(
                    setting + " names no PostgreSQL" + (other.matches() ? ", but " + other.group("kind") : "") + ".",
                    "Vestibule works with PostgreSQL only: set it to " + FORM + ", or leave it out to use the embedded"
                            + " one.");
        }
        if (Driver.parseURL(url, new Properties()) == null) {
            throw new StartException(
                    setting + " cannot be read.",
                    "Set it to " + FORM + ", with a port from 1 to 65535. In names, write % as %25 and ? as %3F.");
        }
    }
}
