package dev.vestibule.authenticator;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A pending app as stored, with an encrypted secret until it is confirmed or cancelled. */
@Entity
@Table(name = "pending_authenticator")
@SuppressWarnings("NullAway.Init") // JPA sets the fields.
class PendingAuthenticatorRow {
    /** Differs with each secret; the table's key is the sign-in, of which there is one row. */
    @Id
    private UUID id;

    private UUID accountId;
    private UUID signIn;
    private int credentialVersion;
    private @Nullable String keyId;
    private byte @Nullable [] sealedSecret;
    private byte @Nullable [] seed;
    private Instant expiresAt;
    private @Nullable Instant toldAt;
}
