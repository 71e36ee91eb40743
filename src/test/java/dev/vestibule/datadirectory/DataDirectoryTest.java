package dev.vestibule.datadirectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vestibule.startup.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path temporary;

    @Test
    void directoryWhenMissingThenIsMadeForItsOwnerOnly() throws IOException {
        Path path = temporary.resolve("a/b");
        try (DataDirectory directory = DataDirectory.open(path)) {
            assertThat(directory).hasToString(path.toString());
            assertThat(permissions(path)).isEqualTo("rwx------");
            assertThat(permissions(path.resolve("lock"))).isEqualTo("rw-------");
        }
    }

    @Test
    void directoryWhenOpenToOthersThenIsClosed() throws IOException {
        Path path = Files.createDirectory(temporary.resolve("data"));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createFile(path.resolve(".gitkeep"));

        DataDirectory.open(path).close();

        assertThat(permissions(path)).isEqualTo("rwx------");
    }

    @Test
    void directoryWhenItHoldsOtherThingsThenIsLeftAsItIs() throws IOException {
        Path path = Files.createDirectory(temporary.resolve("home"));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectory(path.resolve("postgresql"));

        StartException failure = failure(path);

        assertThat(failure).hasMessage("The data directory " + path + " holds files that are not Vestibule's.");
        assertThat(permissions(path)).isEqualTo("rwxr-xr-x");
        assertThat(path).isDirectoryNotContaining("glob:**lock");
    }

    @Test
    void directoryWhenItIsAFileThenStartEnds() throws IOException {
        Path path = Files.createFile(temporary.resolve("file"));

        assertThat(failure(path)).hasMessage("The data directory " + path + " is not a directory.");
    }

    @Test
    void directoryWhenItCannotBeMadeThenStartEnds() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));

        StartException failure = failure(file.resolve("data"));

        assertThat(failure).hasMessageStartingWith("The data directory " + file + "/data cannot be used: ");
        assertThat(failure.action()).contains("vestibule.data-directory");
    }

    @Test
    void directoryWhenOpenedTwiceThenTheSecondIsRefused() throws IOException {
        Path path = temporary.resolve("data");
        DataDirectory first = DataDirectory.open(path);

        StartException failure = failure(path);
        assertThat(failure).hasMessage("Another Vestibule is already running with the data directory " + path + ".");
        assertThat(failure.action()).isEqualTo("Stop it, or set vestibule.data-directory to another directory.");

        first.close();
        DataDirectory.open(path).close();
    }

    @Test
    void fileWhenWrittenAgainThenIsReplacedWhole() throws IOException {
        PrivateDirectory directory = PrivateDirectory.ensure(temporary.resolve("data"));
        directory.write("file", "a longer text");
        directory.write("file", "short");

        assertThat(directory.read("file")).isEqualTo("short");
        assertThat(permissions(directory.resolve("file"))).isEqualTo("rw-------");
    }

    private static StartException failure(Path path) {
        return catchThrowableOfType(StartException.class, () -> DataDirectory.open(path));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
