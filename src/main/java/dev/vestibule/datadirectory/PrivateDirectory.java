package dev.vestibule.datadirectory;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A directory that only its owner may access (0700, its files 0600). On systems without such permissions it has the
 * access rights of its parent.
 */
public record PrivateDirectory(Path path) {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    /** Creates the directory if it does not exist, and restricts it to its owner. */
    public static PrivateDirectory ensure(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            Path parent = path.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(path, ownerOnly("rwx------"));
        }
        PrivateDirectory directory = new PrivateDirectory(path);
        directory.close();
        return directory;
    }

    /** Restricts the directory to its owner, again if something changed the permissions meanwhile. */
    void close() throws IOException {
        restrict(path, "rwx------");
    }

    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** Opens a channel to a file that only the owner may read from its creation on. */
    public FileChannel open(String name, OpenOption... options) throws IOException {
        Path file = resolve(name);
        FileChannel channel = FileChannel.open(file, Set.of(options), ownerOnly("rw-------"));
        restrict(file, "rw-------");
        return channel;
    }

    public String read(String name) throws IOException {
        return Files.readString(resolve(name)).strip();
    }

    /** Writes a file atomically, even when the power fails during the write. */
    public void write(String name, String text) throws IOException {
        String unfinished = name + ".unfinished";
        try (FileChannel channel = open(unfinished, CREATE, WRITE, TRUNCATE_EXISTING)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text + "\n");
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(resolve(unfinished), resolve(name), ATOMIC_MOVE, REPLACE_EXISTING);
        flush();
    }

    public void delete(String name) throws IOException {
        Files.deleteIfExists(resolve(name));
        flush();
    }

    /** Makes the directory entries durable, in addition to the contents of the files. */
    private void flush() throws IOException {
        if (POSIX) {
            try (FileChannel channel = FileChannel.open(path, READ)) {
                channel.force(true);
            }
        }
    }

    /** Restricts the permissions of a file that another program created. */
    public static void restrict(Path file, String permissions) throws IOException {
        if (POSIX
                && !PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                        .equals(permissions)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        }
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
