package dev.vestibule.encryption;

import dev.vestibule.startup.StartException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Stores a known text encrypted with each key in the database, so that a wrong key stops the start. Otherwise a wrong
 * key would be noticed only when codes are refused, or would even encrypt new secrets.
 */
record EncryptionKeyCanaries(EncryptionKeys keys, JdbcClient jdbc, TransactionOperations transaction)
        implements InitializingBean {
    private static final byte[] TEXT = "vestibule".getBytes(StandardCharsets.US_ASCII);

    @Override
    public void afterPropertiesSet() {
        // All existing and all missing keys are checked first, so that a failed start stores no canary of its own
        // keys; and once more afterwards, as another node may have registered a different key with that id just now.
        keys.ids().forEach(this::check);
        refuseMissing();
        keys.ids().forEach(this::register);
        keys.ids().forEach(this::check);
    }

    private void refuseMissing() {
        jdbc.sql("select id from encryption_key").query(String.class).list().stream()
                .filter(id -> !keys.ids().contains(id))
                .filter(this::isNeeded)
                .forEach(EncryptionKeyCanaries::miss);
    }

    /** Tries to delete the canary and rolls back: the foreign keys tell whether encrypted values refer to the key. */
    private boolean isNeeded(String id) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            status.setRollbackOnly();
            try {
                jdbc.sql("delete from encryption_key where id = :id")
                        .param("id", id)
                        .update();
                return false;
            } catch (DataIntegrityViolationException e) {
                return true;
            }
        }));
    }

    private static void miss(String id) {
        throw new StartException(
                "The encryption key " + id + " is missing, and secrets in this database are encrypted with it.",
                "Add it behind the first one in vestibule.encryption.keys, or in the file that holds the keys. A secret"
                        + " moves to the first key when it is next used.");
    }

    private void register(String id) {
        jdbc.sql("insert into encryption_key (id, canary) values (:id, :canary) on conflict do nothing")
                .param("id", id)
                .param("canary", keys.encryptWith(id, TEXT, identity(id)).bytes())
                .update();
    }

    private void check(String id) {
        jdbc.sql("select canary from encryption_key where id = :id")
                .param("id", id)
                .query(byte[].class)
                .optional()
                .filter(canary -> !opens(id, canary))
                .ifPresent(canary -> {
                    throw new StartException(
                            "The encryption key " + id
                                    + " is not the one this database was encrypted with: they have the"
                                    + " same id and are different keys.",
                            "Start with the key that belongs to this database: from a backup of"
                                    + " vestibule.encryption.keys, of the file named in vestibule.encryption.keys-file"
                                    + " or of encryption-keys in the data directory. A new key needs an id of its own"
                                    + " and goes in front of the old one. Nothing was changed.");
                });
    }

    private boolean opens(String id, byte[] canary) {
        try {
            return Arrays.equals(TEXT, keys.decrypt(new EncryptedValue(id, canary), identity(id)));
        } catch (DecryptionException e) {
            return false;
        }
    }

    private static String identity(String id) {
        return "encryption_key:" + id;
    }
}
