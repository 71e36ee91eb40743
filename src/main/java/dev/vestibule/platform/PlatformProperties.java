package dev.vestibule.platform;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Vestibule keeps what it makes itself.
 *
 * @param dataDirectory directory of the embedded database, its passwords and the generated encryption keys; unused with
 *     a PostgreSQL of one's own
 */
@ConfigurationProperties("vestibule")
record PlatformProperties(@DefaultValue("./data") String dataDirectory) {
    // A String, as Spring's conversion to Path would look for the name on the class path first.
    Path dataDirectoryPath() {
        return Path.of(dataDirectory);
    }
}
