package dev.vestibule.configuration;

import dev.vestibule.platform.CliProfile;
import dev.vestibule.startup.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/** Stops a start that cannot work because of its settings, before anything is opened, created or migrated. */
final class SettingsCheck implements EnvironmentPostProcessor, Ordered {
    /** Runs after all sources of settings are loaded. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        new UnknownSettings(environment).refuse();
        new UnworkableSettings(environment).refuse();
        if (!CliProfile.isActive(environment)) {
            refuseTemporaryFolder();
        }
    }

    /** The web server creates a directory there and stores large uploads in it. */
    private static void refuseTemporaryFolder() {
        String folder = System.getProperty("java.io.tmpdir");
        try {
            Files.delete(Files.createTempFile(Path.of(folder), "vestibule", ".check"));
        } catch (IOException e) {
            throw new StartException(
                    "The temporary folder " + folder + " cannot be written to.",
                    "Give the user who runs Vestibule access to it, or name another one:"
                            + " java -Djava.io.tmpdir=FOLDER -jar ...",
                    e);
        }
    }
}
