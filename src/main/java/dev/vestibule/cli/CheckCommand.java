package dev.vestibule.cli;

import dev.vestibule.database.DatabaseClock;
import dev.vestibule.database.RunningRole;
import dev.vestibule.encryption.ExposedFiles;
import dev.vestibule.network.Site;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;

/** Checks what the server depends on and prints one line for each check. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Looks at the configuration, the database, its schema, the keys and the clock.")
final class CheckCommand implements Callable<Integer> {
    /** The server works but could be safer: the exit code stays 0. */
    private static final String WARNING = "warning";

    private final OfflineApplication.Opener opener;
    private final PrintWriter out;
    private final PrintWriter err;

    CheckCommand(OfflineApplication.Opener opener, PrintWriter out, PrintWriter err) {
        this.opener = opener;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        // A fault in the configuration, database, schema or keys prevents the application from starting, with a
        // message.
        try (OfflineApplication installation = opener.open()) {
            JdbcClient jdbc = installation.get(JdbcClient.class);
            Optional<String> address = installation.get(Site.class).absolute("/");
            line(
                    "configuration",
                    "ok",
                    address.map("the address is "::concat).orElse("no vestibule.public-url is set"));
            line("database", "ok", "PostgreSQL " + text(jdbc, "select current_setting('server_version')"));
            line("schema", "ok", "version " + text(jdbc, """
                    select version from flyway_schema_history
                    where success and version is not null order by installed_rank desc limit 1"""));
            roles(installation.get(RunningRole.class));
            line("keys", "ok", "they decrypt what is encrypted here");
            files(installation.get(ExposedFiles.class));
            Duration off = installation.get(DatabaseClock.class).measure(installation.get(Clock.class));
            return clock(off) ? CommandLineRunner.DONE : CommandLineRunner.REFUSED;
        } catch (OfflineApplication.NotOpenException e) {
            err.println("Vestibule does not open; the reason is printed above.");
            return CommandLineRunner.REFUSED;
        }
    }

    private void roles(RunningRole role) {
        if (role.mayChangeAuditLog()) {
            line(
                    "roles",
                    WARNING,
                    "the role that runs may change the audit log: name another one, which owns the tables, in"
                            + " spring.flyway.user");
        } else {
            line("roles", "ok", "the role that runs cannot change the audit log");
        }
    }

    private void files(ExposedFiles exposed) {
        List<Path> files = exposed.list();
        if (files.isEmpty()) {
            line("files", "ok", "no other user may read a file with secrets");
        }
        files.forEach(file -> line("files", WARNING, "every user may read " + file + ": chmod 600 " + file));
    }

    private boolean clock(Duration off) {
        boolean good = off.abs().compareTo(DatabaseClock.TOLERATED) <= 0;
        line(
                "clock",
                good ? "ok" : "wrong",
                good
                        ? "it agrees with the database's"
                        : "it is " + off.abs().toSeconds() + " seconds " + (off.isNegative() ? "behind" : "ahead of")
                                + " the database's: set both by NTP");
        return good;
    }

    private static String text(JdbcClient jdbc, String query) {
        return jdbc.sql(query).query(String.class).single();
    }

    private void line(String what, String judgement, String how) {
        out.printf(Locale.ROOT, "%-14s %-7s %s%n", what, judgement, how);
    }
}
