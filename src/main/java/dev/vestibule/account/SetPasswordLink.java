package dev.vestibule.account;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** The one link of an account, with the hash of its token. */
@Entity
@SuppressWarnings("NullAway.Init") // JPA sets the fields.
class SetPasswordLink {
    @Id
    private UUID accountId;

    private byte[] tokenHash;
    private Instant expiresAt;
}
