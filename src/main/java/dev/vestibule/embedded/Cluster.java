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
 * The files of the embedded server: its database cluster, and its programs, which the library unpacks. Both heal when
 * making them was interrupted.
 */
record Cluster(PrivateDirectory files) {
    private static final String DATA = DataDirectory.POSTGRESQL;
    private static final String MAKING = "postgresql.being-made";
    private static final String PROGRAMS = "postgresql-binaries";

    /** The programs take 60 MB and an empty cluster 40 MB; a first start that runs out of room fails late and half made. */
    private static final long ROOM = 200_000_000;

    /** PostgreSQL's pg_ctl hands the path to a shell, in double quotes. */
    private static final Pattern UNUSABLE = Pattern.compile("[$`\"\\\\\\p{Cntrl}]");

    /** The cluster's data directory, which initdb makes. */
    Path data() {
        return files.resolve(DATA);
    }

    /** The directory of the unpacked programs. */
    Path programs() {
        return files.resolve(PROGRAMS);
    }

    /** Says whether the next start makes the cluster. */
    boolean isNew() {
        return Files.notExists(data().resolve("PG_VERSION"));
    }

    /**
     * Refuses a path that the server's programs cannot take, and before a cluster is made a disk without room for it.
     *
     * @throws StartException when the data directory must be another one, or its disk needs room
     */
    void refuseBadPlace() throws IOException {
        Matcher unusable = UNUSABLE.matcher(data().toString());
        if (unusable.find()) {
            throw new StartException(
                    "The data directory " + files.path() + " has a character in its path that PostgreSQL's programs"
                            + " cannot take: " + unusable.group() + ".",
                    "Set vestibule.data-directory to a path without it, or set spring.datasource.url to use a"
                            + " PostgreSQL of your own.");
        }
        if (isNew()) {
            refuseLittleRoom(Files.getFileStore(files.path()).getUsableSpace());
        }
    }

    void refuseLittleRoom(long usable) {
        if (usable < ROOM) {
            throw new StartException(
                    "The disk of the data directory " + files.path() + " has " + usable / 1_000_000 + " MB of room,"
                            + " and the first start needs " + ROOM / 1_000_000 + " MB.",
                    "Make room, or set vestibule.data-directory to a directory on another disk.");
        }
    }

    /**
     * Clears away what an interrupted first start left. Only a cluster marked as being made is removed: a directory of
     * that name may also be somebody's database.
     */
    void heal() throws IOException {
        if (Files.exists(files.resolve(MAKING))) {
            FileSystemUtils.deleteRecursively(data());
        }
        if (isNew()) {
            if (Files.exists(data())) {
                throw new StartException(
                        "The directory " + data() + " is not a database of Vestibule's.",
                        "Move it away, or set vestibule.data-directory to another directory.");
            }
            files.write(MAKING, "While this file is here, the directory " + DATA + " holds nothing to keep.");
        }
        PrivateDirectory programs = PrivateDirectory.ensure(programs());
        removeHalfUnpacked(programs.path());
    }

    /** Notes that the cluster is whole, from where on it is never removed. */
    void finish() throws IOException {
        // The library makes both as open as the umask lets it, and opens the programs' directory to everybody.
        PrivateDirectory.restrict(data().resolve("epg-lock"), "rw-------");
        PrivateDirectory.ensure(programs());
        files.delete(MAKING);
    }

    /** Has the programs unpacked anew: a full disk leaves some of them short without a word. */
    void discardPrograms() {
        try {
            FileSystemUtils.deleteRecursively(programs());
        } catch (IOException e) {
            // The start has failed already, and for a better reason than this one.
        }
    }

    // The library marks a whole one with .exists, but would keep the files of one that is not as they are.
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
