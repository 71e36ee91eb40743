package dev.vestibule.authenticator;

import dev.vestibule.encryption.EncryptedValue;
import dev.vestibule.encryption.EncryptionKeys;
import dev.vestibule.totp.TotpSecret;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Encrypts the secret of an app and binds it to its row: a secret that was moved to another row or account cannot be
 * decrypted.
 */
@Component
class SecretEncryption {
    private final EncryptionKeys keys;

    SecretEncryption(EncryptionKeys keys) {
        this.keys = keys;
    }

    EncryptedValue encrypt(UUID account, UUID app, TotpSecret secret) {
        return keys.encrypt(secret.bytes(), row(account, app));
    }

    TotpSecret decrypt(UUID account, UUID app, EncryptedValue secret) {
        return TotpSecret.of(keys.decrypt(secret, row(account, app)));
    }

    /** Whether the secret is encrypted with the current key. */
    boolean isCurrent(EncryptedValue secret) {
        return keys.isCurrent(secret);
    }

    /** Reads a row's {@code key_id} and {@code sealed_secret}. */
    static EncryptedValue read(ResultSet row) throws SQLException {
        return new EncryptedValue(row.getString("key_id"), row.getBytes("sealed_secret"));
    }

    private static String row(UUID account, UUID app) {
        return "authenticator:" + account + ":" + app;
    }
}
