package dev.vestibule.encryption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Files with secrets that every user of the machine may read: the file of the encryption keys, and settings files with a
 * password or a key. Read access of a group is allowed, as deployments use it on purpose.
 */
@Component
public class ExposedFiles implements InitializingBean {
    private static final Logger LOG = LoggerFactory.getLogger(ExposedFiles.class);
    private static final Pattern SECRET = Pattern.compile("(?i).*(password|secret|encryption\\.keys)");

    private final EncryptionProperties encryption;
    private final ConfigurableEnvironment environment;

    ExposedFiles(EncryptionProperties encryption, ConfigurableEnvironment environment) {
        this.encryption = encryption;
        this.environment = environment;
    }

    @Override
    public void afterPropertiesSet() {
        list().forEach(file -> LOG.warn(
                "The file {} holds secrets, and every user of this machine may read it. Close it: chmod 600 {}",
                file,
                file));
    }

    /** The files as they are now, each once; empty on systems without POSIX permissions. */
    public List<Path> list() {
        TreeSet<Path> files = new TreeSet<>();
        if (StringUtils.hasText(encryption.keysFile())) {
            files.add(Path.of(encryption.keysFile()).toAbsolutePath().normalize());
        }
        environment.getPropertySources().forEach(source -> settingsFiles(source).forEach(files::add));
        return files.stream().filter(ExposedFiles::isExposed).toList();
    }

    private static Stream<Path> settingsFiles(PropertySource<?> source) {
        if (!(source instanceof EnumerablePropertySource<?> settings)) {
            return Stream.empty();
        }
        return Stream.of(settings.getPropertyNames())
                .filter(name -> SECRET.matcher(name).matches())
                .map(name -> OriginLookup.getOrigin(settings, name))
                .filter(TextResourceOrigin.class::isInstance)
                .map(origin -> ((TextResourceOrigin) origin).getResource())
                .flatMap(ExposedFiles::path);
    }

    private static Stream<Path> path(Resource resource) {
        try {
            return resource != null && resource.isFile()
                    ? Stream.of(resource.getFile().toPath().toAbsolutePath().normalize())
                    : Stream.empty();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static boolean isExposed(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
