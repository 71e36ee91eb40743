package dev.vestibule.authenticator;

import dev.vestibule.totp.TotpSecret;
import java.util.UUID;

/**
 * An app that is about to be added.
 *
 * @param id the app's own, once it is added
 * @param first whether the account has no app: this one will switch MFA on
 * @param seed random; the recovery codes of the first app are derived from it, so that two copies of one form that are
 *     answered at the same time show the same codes
 */
public record PendingAuthenticator(UUID id, TotpSecret secret, boolean first, byte[] seed) {
    @Override
    public String toString() {
        return "PendingAuthenticator[" + id + "]";
    }
}
