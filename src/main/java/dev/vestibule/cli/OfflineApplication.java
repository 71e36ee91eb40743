package dev.vestibule.cli;

import dev.vestibule.platform.CliProfile;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The application without its server. A command uses the same beans and the same database as a page. The application
 * opens no port, migrates nothing and runs no scheduled job.
 */
record OfflineApplication(ConfigurableApplicationContext context) implements AutoCloseable {
    // A negative number binds no port.
    private static final List<String> QUIET = List.of(
            "--server.port=-1",
            "--management.server.port=-1",
            "--logging.level.root=error",
            "--spring.datasource.hikari.maximum-pool-size=2");

    /** Starts the application only when a command needs it, so that help needs no start. */
    @FunctionalInterface
    interface Opener {
        OfflineApplication open();
    }

    /** The application does not start; the reason has been printed. */
    static final class NotOpenException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotOpenException(Throwable cause) {
            super(cause);
        }
    }

    static OfflineApplication open(Class<?> application, List<String> settings) {
        List<String> arguments = new ArrayList<>(QUIET);
        // A setting that is given twice would become a list.
        settings.stream()
                .filter(setting -> QUIET.stream().noneMatch(quiet -> key(quiet).equals(key(setting))))
                .forEach(arguments::add);
        try {
            return new OfflineApplication(new SpringApplicationBuilder(application)
                    .profiles(CliProfile.NAME)
                    .bannerMode(Banner.Mode.OFF)
                    .logStartupInfo(false)
                    .run(arguments.toArray(String[]::new)));
        } catch (RuntimeException e) {
            throw new NotOpenException(e);
        }
    }

    private static String key(String setting) {
        return setting.substring(0, setting.indexOf('='));
    }

    <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
