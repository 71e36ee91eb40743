package dev.vestibule.authenticator;

import dev.vestibule.platform.EncryptionKeys;
import dev.vestibule.platform.Sealed;
import dev.vestibule.totp.TotpSecret;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Seals the secret of an app, bound to its row: moved to another row or another account, it does not open. */
@Component
class SecretBox {
    private final EncryptionKeys keys;

    SecretBox(EncryptionKeys keys) {
        this.keys = keys;
    }

    Sealed seal(UUID account, UUID app, TotpSecret secret) {
        return keys.seal(secret.bytes(), row(account, app));
    }

    TotpSecret open(UUID account, UUID app, Sealed secret) {
        return TotpSecret.of(keys.open(secret, row(account, app)));
    }

    /** Whether it is sealed with the key in force. */
    boolean isCurrent(Sealed secret) {
        return keys.isCurrent(secret);
    }

    /** What stands in a row's {@code key_id} and {@code sealed_secret}. */
    static Sealed read(ResultSet row) throws SQLException {
        return new Sealed(row.getString("key_id"), row.getBytes("sealed_secret"));
    }

    private static String row(UUID account, UUID app) {
        return "authenticator:" + account + ":" + app;
    }
}
