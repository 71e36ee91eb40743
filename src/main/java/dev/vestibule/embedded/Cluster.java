package dev.vestibule.embedded;

import dev.vestibule.datadirectory.DataDirectory;
import dev.vestibule.datadirectory.PrivateDirectory;
import dev.vestibule.startup.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.util.FileSystemUtils;

/**
 * The files of the embedded server: its database cluster, and its programs, which the library unpacks. Both are
 * repaired when their creation was interrupted.
 */
record Cluster(PrivateDirectory files) {
    private static final String DATA = DataDirectory.POSTGRESQL;
    private static final String UNFINISHED = "postgresql.being-made";
    private static final String PROGRAMS = "postgresql-binaries";

    /**
     * The minimum of free bytes. The programs take 60 MB and an empty cluster 40 MB; without the check a first start
     * with too little space would fail late and incomplete.
     */
    private static final long MIN_FREE_BYTES = 200_000_000;

    /** The characters that the path must not contain, because pg_ctl passes it to a shell in double quotes. */
    private static final Pattern UNUSABLE = Pattern.compile("[$`\"\\\\\\p{Cntrl}]");

    /** The cluster's data directory, which initdb creates. */
    Path data() {
        return files.resolve(DATA);
    }

    /** The directory of the unpacked programs. */
    Path programs() {
        return files.resolve(PROGRAMS);
    }

    /** Whether the next start creates the cluster. */
    boolean isNew() {
        return Files.notExists(data().resolve("PG_VERSION"));
    }

    /**
     * Rejects a path that the server's programs cannot use and, before a cluster is created, a disk with too little
     * space.
     *
     * @throws StartException when the administrator must choose another data directory or free disk space
     */
    void requireUsablePath() throws IOException {
        Matcher unusable = UNUSABLE.matcher(data().toString());
        if (unusable.find()) {
            throw new StartException(
                    "The data directory " + files.path() + " has a character in its path that PostgreSQL's programs"
                            + " cannot take: " + unusable.group() + ".",
                    "Set vestibule.data-directory to a path without it, or set spring.datasource.url to use a"
                            + " PostgreSQL of your own.");
        }
        if (isNew()) {
            requireFreeSpace(Files.getFileStore(files.path()).getUsableSpace());
        }
    }

    void requireFreeSpace(long usable) {
        if (usable < MIN_FREE_BYTES) {
            throw new StartException(
                    "The disk of the data directory " + files.path() + " has " + usable / 1_000_000
                            + " MB of free space," + " and the first start needs " + MIN_FREE_BYTES / 1_000_000
                            + " MB.",
                    "Free some space, or set vestibule.data-directory to a directory on another disk.");
        }
    }

    /**
     * Deletes what an interrupted first start left. Only a cluster that is marked as unfinished is deleted: a directory
     * of that name may also be another program's database.
     */
    void removeUnfinished() throws IOException {
        if (Files.exists(files.resolve(UNFINISHED))) {
            FileSystemUtils.deleteRecursively(data());
        }
        if (isNew()) {
            if (Files.exists(data())) {
                throw new StartException(
                        "The directory " + data() + " is not a database of Vestibule's.",
                        "Move it away, or set vestibule.data-directory to another directory.");
            }
            files.write(UNFINISHED, "While this file is here, the directory " + DATA + " holds nothing to keep.");
        }
        PrivateDirectory programs = PrivateDirectory.ensure(programs());
        removeHalfUnpacked(programs.path());
    }

    /** Marks the cluster as complete, after which it is never deleted. */
    void finish() throws IOException {
        // The library creates both with the permissions of the umask, and makes the programs' directory accessible to
        // all users.
        PrivateDirectory.restrict(data().resolve("epg-lock"), "rw-------");
        PrivateDirectory.ensure(programs());
        files.delete(UNFINISHED);
    }

    /**
     * Deletes the programs, so that the next start unpacks them again: with a full disk the library truncates some of
     * them without an error.
     */
    void discardPrograms() {
        try {
            FileSystemUtils.deleteRecursively(programs());
        } catch (IOException e) {
            // The start has already failed, and its own reason is reported instead.
        }
    }

    // The library marks a complete directory with .exists, but would reuse the files of an incomplete one.
    private static void removeHalfUnpacked(Path programs) throws IOException {
        try (var unpacked = Files.list(programs)) {
            for (Path directory : unpacked.toList()) {
                if (Files.notExists(directory.resolve(".exists")) || Files.exists(directory.resolve("epg-lock"))) {
                    FileSystemUtils.deleteRecursively(directory);
                }
            }
        }
    }
}
