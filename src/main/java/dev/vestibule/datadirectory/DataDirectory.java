package dev.vestibule.datadirectory;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.vestibule.startup.StartException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a deployment with the embedded database. One process locks it at a time, from before the first
 * access until everything that uses it has stopped.
 */
public final class DataDirectory implements AutoCloseable {
    /** The subdirectory of the embedded PostgreSQL. */
    public static final String POSTGRESQL = "postgresql";

    /** The file of the generated encryption keys. */
    public static final String ENCRYPTION_KEYS = "encryption-keys";

    private static final String LOCK = "lock";
    private static final Set<String> MARKS = Set.of(LOCK, ENCRYPTION_KEYS);
    private static final String ELSEWHERE =
            "set vestibule.data-directory to a directory that the user who runs Vestibule may write to, or set"
                    + " spring.datasource.url to use a PostgreSQL of your own.";

    private final PrivateDirectory files;
    private final @Nullable FileChannel lock;

    private DataDirectory(PrivateDirectory files, @Nullable FileChannel lock) {
        this.files = files;
        this.lock = lock;
    }

    /**
     * Creates the directory if it does not exist, restricts it to its owner and locks it for this process.
     *
     * @throws StartException when the directory cannot be used
     */
    public static DataDirectory open(Path given) {
        Path path = given.toAbsolutePath().normalize();
        try {
            refuseWhatIsNotOurs(path);
            PrivateDirectory files = PrivateDirectory.ensure(path);
            return new DataDirectory(files, lock(files));
        } catch (IOException e) {
            throw new StartException(
                    "The data directory " + path + " cannot be used: " + reason(e) + ".",
                    "Give it to the user who runs Vestibule, or " + ELSEWHERE,
                    e);
        }
    }

    /**
     * For the command line: locks the directory of an installation, or shares it with the process that has locked it.
     * Creates nothing.
     *
     * @throws StartException when there is no installation, or it is still being created
     */
    public static DataDirectory join(Path given) {
        Path path = given.toAbsolutePath().normalize();
        PrivateDirectory files = new PrivateDirectory(path);
        try {
            if (Files.notExists(files.resolve(POSTGRESQL).resolve("PG_VERSION"))
                    || Files.notExists(files.resolve(LOCK))) {
                throw new StartException(
                        "There is no Vestibule in the data directory " + path + ".",
                        "Set vestibule.data-directory as at the start of the server, or spring.datasource.url to its"
                                + " PostgreSQL.");
            }
            return new DataDirectory(files, lockIfFree(files));
        } catch (IOException e) {
            throw new StartException(
                    "The data directory " + path + " cannot be used: " + reason(e) + ".",
                    "Run the command as the user who runs Vestibule.",
                    e);
        }
    }

    /** Whether this process has locked the directory, and does not share it with another one. */
    public boolean isHeld() {
        return lock != null;
    }

    public PrivateDirectory files() {
        return files;
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }

    @Override
    public String toString() {
        return files.path().toString();
    }

    /**
     * Restricting a directory to its owner would break other programs that use it, so it must contain only Vestibule's
     * files.
     */
    private static void refuseWhatIsNotOurs(Path path) throws IOException {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new StartException(
                    "The data directory " + path + " is not a directory.",
                    "Remove the file of that name, or " + ELSEWHERE);
        }
        if (Files.isDirectory(path)) {
            List<String> names;
            try (Stream<Path> entries = Files.list(path)) {
                names = entries.map(entry -> entry.getFileName().toString())
                        .filter(name -> !name.startsWith(".") && !name.equals("lost+found"))
                        .toList();
            }
            if (!names.isEmpty() && names.stream().noneMatch(MARKS::contains)) {
                throw new StartException(
                        "The data directory " + path + " holds files that are not Vestibule's.",
                        "Set vestibule.data-directory to a directory that is empty or not there yet; Vestibule closes"
                                + " it to all other users.");
            }
        }
    }

    private static FileChannel lock(PrivateDirectory files) throws IOException {
        FileChannel channel = lockIfFree(files);
        if (channel == null) {
            throw new StartException(
                    "Another Vestibule is already running with the data directory " + files.path() + ".",
                    "Stop it, or set vestibule.data-directory to another directory.");
        }
        return channel;
    }

    private static @Nullable FileChannel lockIfFree(PrivateDirectory files) throws IOException {
        FileChannel channel = files.open(LOCK, CREATE, WRITE);
        boolean held = false;
        try {
            held = tryLock(channel) != null;
        } finally {
            if (!held) {
                channel.close();
            }
        }
        return held ? channel : null;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String reason(IOException e) {
        return e instanceof AccessDeniedException denied
                ? denied.getFile() + " may not be read or written by the user who runs Vestibule"
                : String.valueOf(e.getMessage());
    }
}
