package dev.vestibule.encryption;

import dev.vestibule.datadirectory.DataDirectory;
import dev.vestibule.datadirectory.PrivateDirectory;
import dev.vestibule.startup.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.StringUtils;

/** Finds the keys in the settings or in a file, or creates them once in the application's own data directory. */
record EncryptionKeySource(
        EncryptionProperties properties, @Nullable DataDirectory directory, SecureRandom random) {

    private static final Logger LOG = LoggerFactory.getLogger(EncryptionKeySource.class);

    EncryptionKeys keys() {
        boolean inSetting = StringUtils.hasText(properties.keys());
        boolean inFile = StringUtils.hasText(properties.keysFile());
        if (inSetting && inFile) {
            throw new StartException(
                    "Both vestibule.encryption.keys and vestibule.encryption.keys-file are set.",
                    "Keep one of the two, with all the keys in it.");
        }
        if (inSetting) {
            return EncryptionKeys.parse(String.valueOf(properties.keys()), random);
        }
        if (inFile) {
            return fromFile(String.valueOf(properties.keysFile()));
        }
        if (directory == null) {
            throw new StartException(
                    "There is no encryption key, and a PostgreSQL of your own needs one.",
                    "Make one with: openssl rand -base64 32. Set vestibule.encryption.keys to k1: followed by it, or put"
                            + " that into a file and set vestibule.encryption.keys-file. Keep a copy in a safe place:"
                            + " without it what the database holds cannot be opened.");
        }
        return generated(directory);
    }

    private EncryptionKeys fromFile(String name) {
        String text;
        try {
            text = Files.readString(Path.of(name));
        } catch (IOException | InvalidPathException e) {
            throw new StartException(
                    "The file " + name + " of vestibule.encryption.keys-file cannot be read.",
                    "See that it is there, holds text and may be read by the user who runs Vestibule.",
                    e);
        }
        return EncryptionKeys.parse(text, "the file " + name, random);
    }

    private EncryptionKeys generated(DataDirectory directory) {
        PrivateDirectory files = directory.files();
        Path file = files.resolve(DataDirectory.ENCRYPTION_KEYS);
        try {
            if (Files.notExists(file)) {
                byte[] key = new byte[EncryptionKey.BYTES];
                random.nextBytes(key);
                files.write(
                        DataDirectory.ENCRYPTION_KEYS,
                        "k1:" + Base64.getEncoder().encodeToString(key));
                LOG.info("Made an encryption key in {}; keep a copy of it beside each backup of the database", file);
            }
            return EncryptionKeys.parse(files.read(DataDirectory.ENCRYPTION_KEYS), "the file " + file, random);
        } catch (IOException e) {
            throw new StartException(
                    "The encryption keys in " + file + " can be neither read nor made.",
                    "See that the directory has free space and that the file may be read by the user who runs Vestibule.",
                    e);
        }
    }
}
