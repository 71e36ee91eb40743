package dev.vestibule.authenticator;

import dev.vestibule.totp.TotpSecret;
import java.util.UUID;

/**
 * An app that is about to be added.
 *
 * @param id the id that the app keeps once it is added
 * @param first whether the account has no app yet, so that this one will switch MFA on
 * @param seed random; the recovery codes of the first app are derived from it, so that two concurrent requests with
 *     copies of one form show the same codes
 */
public record PendingAuthenticator(UUID id, TotpSecret secret, boolean first, byte[] seed) {
    @Override
    public String toString() {
        return "PendingAuthenticator[" + id + "]";
    }
}
