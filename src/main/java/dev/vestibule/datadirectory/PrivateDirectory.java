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
 * A directory that nobody but its owner may enter (0700, its files 0600). On systems without such permissions it is as
 * private as its parent.
 */
public record PrivateDirectory(Path path) {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    /** Makes the directory unless it is there, and closes it to others. */
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

    /** Closes the directory to others, again if something opened it meanwhile. */
    void close() throws IOException {
        restrict(path, "rwx------");
    }

    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** A channel to a file that only the owner may read, from its first moment on. */
    public FileChannel open(String name, OpenOption... options) throws IOException {
        Path file = resolve(name);
        FileChannel channel = FileChannel.open(file, Set.of(options), ownerOnly("rw-------"));
        restrict(file, "rw-------");
        return channel;
    }

    public String read(String name) throws IOException {
        return Files.readString(resolve(name)).strip();
    }

    /** Writes a file that is there whole or not at all, even when the power fails in between. */
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

    /** Makes the names in this directory durable, not only the contents behind them. */
    private void flush() throws IOException {
        if (POSIX) {
            try (FileChannel channel = FileChannel.open(path, READ)) {
                channel.force(true);
            }
        }
    }

    /** Closes one file to others that somebody else made. */
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
