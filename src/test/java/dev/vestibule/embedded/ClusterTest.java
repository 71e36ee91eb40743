package dev.vestibule.embedded;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vestibule.datadirectory.PrivateDirectory;
import dev.vestibule.startup.StartException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ClusterTest {
    @Test
    void createWhenTheDiskIsNearlyFullThenIsRefused() {
        Cluster cluster = new Cluster(new PrivateDirectory(Path.of("/srv/v")));

        cluster.requireFreeSpace(200_000_000);

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> cluster.requireFreeSpace(39_999_999))
                .withMessage(
                        "The disk of the data directory /srv/v has 39 MB of free space, and the first start needs 200 MB.");
    }
}
