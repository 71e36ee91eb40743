package dev.vestibule.authenticator;

import java.util.UUID;

/** What a sealed secret is bound to: moved to another row or another account, it does not open. */
final class SecretIdentity {
    private SecretIdentity() {}

    static String of(UUID account, UUID authenticator) {
        return "authenticator:" + account + ":" + authenticator;
    }
}
