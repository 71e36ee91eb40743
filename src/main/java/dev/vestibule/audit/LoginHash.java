package dev.vestibule.audit;

import dev.vestibule.account.Username;
import dev.vestibule.encryption.EncryptionKeys;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

/**
 * A login that no account has, as a keyed hash: tries of one login can be found together, and a password typed in the
 * wrong field cannot be read, not even by guessing with a copy of the database.
 */
@Component
class LoginHash {
    private static final String PURPOSE = "audit login";

    private final EncryptionKeys keys;

    LoginHash(EncryptionKeys keys) {
        this.keys = keys;
    }

    byte[] of(String typed) {
        String login = Username.parse(typed).map(Username::text).orElse(typed.strip());
        return keys.mac(PURPOSE, login.getBytes(StandardCharsets.UTF_8));
    }
}
