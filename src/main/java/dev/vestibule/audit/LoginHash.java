package dev.vestibule.audit;

import dev.vestibule.account.Username;
import dev.vestibule.encryption.EncryptionKeys;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

/**
 * The keyed hash of a username that no account has. Attempts with the same username can be found together, but a
 * password that was typed into the wrong field cannot be recovered, not even by guessing with a copy of the database.
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
