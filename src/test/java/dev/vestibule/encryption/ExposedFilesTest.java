package dev.vestibule.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;

@ExtendWith(OutputCaptureExtension.class)
class ExposedFilesTest {
    @TempDir
    Path directory;

    private final StandardEnvironment environment = new StandardEnvironment();

    private Path file(String name, String text, String permissions) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private ExposedFiles files(Path keys) {
        return new ExposedFiles(new EncryptionProperties(null, keys.toString()), environment);
    }

    @ParameterizedTest
    @CsvSource({"rw-r--r--, true", "r--r--r--, true", "rw-r-----, false", "rw-------, false"})
    void keysFileWhenOthersMayReadItThenIsNamedAndWarnedOf(String permissions, boolean exposed, CapturedOutput output)
            throws IOException {
        Path keys = file("vestibule.keys", "k1:...", permissions);
        ExposedFiles files = files(keys);
        files.afterPropertiesSet();

        assertThat(files.list().contains(keys)).isEqualTo(exposed);
        assertThat(output.toString().contains("chmod 600 " + keys)).isEqualTo(exposed);
    }

    @Test
    void settingsFilesWhenTheyHoldAPasswordThenAreNamedToo() throws IOException {
        Path secret = file("application.properties", "spring.datasource.password=hush", "rw-r--r--");
        Path closed = file("application-x.properties", "vestibule.encryption.keys=hush", "rw-------");
        Path plain = file("application-y.properties", "server.port=8080", "rw-r--r--");
        for (Path settings : new Path[] {secret, closed, plain}) {
            new PropertiesPropertySourceLoader()
                    .load(settings.toString(), new FileSystemResource(settings))
                    .forEach(environment.getPropertySources()::addLast);
        }

        assertThat(files(directory.resolve("absent")).list()).containsExactly(secret);
    }
}
