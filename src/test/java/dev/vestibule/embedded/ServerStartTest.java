package dev.vestibule.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.datadirectory.PrivateDirectory;
import dev.vestibule.startup.StartException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerStartTest {
    /** The library's own message names neither the platform nor what to do. */
    @Test
    void startWhenTheJarHasNoPostgresqlForThisPlatformThenNamesIt(@TempDir Path directory) {
        PrivateDirectory files = new PrivateDirectory(directory);
        ServerStart start = new ServerStart(new Cluster(files), new ServerLog(files), files, "password");

        StartException failure = start.failure(new IllegalStateException("Missing embedded postgres binaries"));

        assertThat(failure)
                .hasMessage("This jar has no PostgreSQL for " + System.getProperty("os.name") + " on "
                        + System.getProperty("os.arch") + ".");
    }
}
