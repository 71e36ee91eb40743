package dev.vestibule.datadirectory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * A file in the data directory that only its owner may read (0600), for the first administrator's one-time link, which
 * must not appear in a log. The file does not exist with a separate PostgreSQL.
 */
@Component
public class LinkFile {
    private static final Logger LOG = LoggerFactory.getLogger(LinkFile.class);
    private static final String NAME = "set-password-link";

    private final @Nullable DataDirectory directory;

    LinkFile(ObjectProvider<DataDirectory> directory) {
        this.directory = directory.getIfAvailable();
    }

    /** Whether there is a data directory for the file. */
    public boolean isPossible() {
        return directory != null;
    }

    /**
     * Replaces an earlier link. Returns the path of the file, or empty when there is no data directory or the file
     * cannot be written.
     */
    public Optional<Path> write(String link) {
        if (directory == null) {
            return Optional.empty();
        }
        try {
            directory.files().write(NAME, link);
            return Optional.of(directory.files().resolve(NAME));
        } catch (IOException e) {
            LOG.warn("The file {} cannot be written: {}", directory.files().resolve(NAME), e.toString());
            return Optional.empty();
        }
    }

    /** Deletes the file when the link is no longer needed. */
    public void delete() {
        if (directory != null) {
            try {
                directory.files().delete(NAME);
            } catch (IOException e) {
                LOG.warn("The file {} cannot be deleted: {}", directory.files().resolve(NAME), e.toString());
            }
        }
    }
}
