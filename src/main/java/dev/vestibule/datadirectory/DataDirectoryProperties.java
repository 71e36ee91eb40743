package dev.vestibule.datadirectory;

import dev.vestibule.startup.StartException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The location of the files that Vestibule generates.
 *
 * @param dataDirectory the directory of the embedded database, its passwords and the generated encryption keys; unused
 *     with a separate PostgreSQL
 */
@ConfigurationProperties("vestibule")
public record DataDirectoryProperties(
        @DefaultValue("./data") String dataDirectory) {
    // A String, because Spring's conversion to Path would look for the name on the class path first.
    public Path dataDirectoryPath() {
        try {
            return Path.of(dataDirectory);
        } catch (InvalidPathException e) {
            throw new StartException(
                    "vestibule.data-directory is no path on this system: " + dataDirectory,
                    "Set it to another directory. For letters beyond ASCII, start with a UTF-8 locale, such as"
                            + " LC_ALL=C.UTF-8.",
                    e);
        }
    }
}
