package dev.vestibule.platform;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps a known text sealed with each key in the database, so that a wrong key ends the start instead of being found
 * out by somebody's code being refused, or worse, sealing new secrets.
 */
record EncryptionKeyCanaries(EncryptionKeys keys, JdbcClient jdbc) implements InitializingBean {
    private static final byte[] TEXT = "vestibule".getBytes(StandardCharsets.US_ASCII);

    @Override
    public void afterPropertiesSet() {
        // First all that is there, so that a start that ends leaves nothing of its own keys behind; and once more
        // afterwards, as another node may have registered a different key of that name just now.
        keys.ids().forEach(this::check);
        keys.ids().forEach(this::register);
        keys.ids().forEach(this::check);
    }

    private void register(String id) {
        jdbc.sql("insert into encryption_key (id, canary) values (:id, :canary) on conflict do nothing")
                .param("id", id)
                .param("canary", keys.sealWith(id, TEXT, identity(id)).box())
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
                            "The encryption key " + id + " is not the one this database was sealed with: they have the"
                                    + " same id and are different keys.",
                            "Start with the key that belongs to this database: from a backup of"
                                    + " vestibule.encryption.keys, of the file named in vestibule.encryption.keys-file"
                                    + " or of encryption-keys in the data directory. A new key needs an id of its own"
                                    + " and goes in front of the old one. Nothing was changed.");
                });
    }

    private boolean opens(String id, byte[] canary) {
        try {
            return Arrays.equals(TEXT, keys.open(new Sealed(id, canary), identity(id)));
        } catch (CannotOpenException e) {
            return false;
        }
    }

    private static String identity(String id) {
        return "encryption_key:" + id;
    }
}
