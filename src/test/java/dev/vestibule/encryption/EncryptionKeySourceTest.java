package dev.vestibule.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vestibule.datadirectory.DataDirectory;
import dev.vestibule.startup.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptionKeySourceTest {
    private static final String KEYS = "k7:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

    @TempDir
    Path temporary;

    @Test
    void keysWhenSetThenAreTaken() {
        assertThat(source(KEYS, null, null).keys().ids()).containsExactly("k7");
    }

    @Test
    void keysWhenInAFileThenAreRead() throws IOException {
        Path file = Files.writeString(temporary.resolve("keys"), KEYS + "\n");

        assertThat(source(null, file.toString(), null).keys().ids()).containsExactly("k7");
    }

    @Test
    void keysWhenSetTwiceThenStartEnds() {
        StartException failure = failure(source(KEYS, temporary.resolve("keys").toString(), null));

        assertThat(failure).hasMessage("Both vestibule.encryption.keys and vestibule.encryption.keys-file are set.");
    }

    @Test
    void keysWhenFileIsMissingThenStartEnds() {
        String file = temporary.resolve("absent").toString();

        assertThat(failure(source(null, file, null)))
                .hasMessage("The file " + file + " of vestibule.encryption.keys-file cannot be read.");
    }

    @Test
    void keysWhenFileIsMalformedThenNamesTheFile() throws IOException {
        Path file = Files.writeString(temporary.resolve("keys"), "secret");

        assertThat(failure(source(null, file.toString(), null)))
                .hasMessage("Entry 1 of the file " + file + " has no colon between the key's id and the key.");
    }

    @Test
    void keysWhenNoneAndOwnDatabaseThenTellsHowToMakeOne() {
        assertThat(failure(source(null, " ", null)).action()).contains("openssl rand -base64 32");
    }

    @Test
    void keysWhenNoneAndDataDirectoryThenAreMadeOnceAndKeptFromOthers() throws IOException {
        EncryptedValue encrypted;
        Path path = temporary.resolve("data");
        try (DataDirectory directory = DataDirectory.open(path)) {
            encrypted = source(null, null, directory).keys().encrypt(new byte[] {42}, "row");
        }
        try (DataDirectory directory = DataDirectory.open(path)) {
            assertThat(source(null, null, directory).keys().decrypt(encrypted, "row"))
                    .containsExactly(42);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.resolve("encryption-keys"))))
                .isEqualTo("rw-------");
        assertThat(path.resolve("encryption-keys.unfinished")).doesNotExist();
    }

    @Test
    void keysWhenSetAndDataDirectoryThenNoneAreMade() throws IOException {
        Path path = temporary.resolve("data");
        try (DataDirectory directory = DataDirectory.open(path)) {
            assertThat(source(KEYS, null, directory).keys().ids()).containsExactly("k7");
        }
        assertThat(path.resolve("encryption-keys")).doesNotExist();
    }

    private static StartException failure(EncryptionKeySource source) {
        return catchThrowableOfType(StartException.class, source::keys);
    }

    private static EncryptionKeySource source(
            @Nullable String keys, @Nullable String file, @Nullable DataDirectory directory) {
        return new EncryptionKeySource(new EncryptionProperties(keys, file), directory, new SecureRandom());
    }
}
