package dev.vestibule.authenticator;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** The one pass of an account, as a hash. */
@Entity
@SuppressWarnings("NullAway.Init") // JPA sets the fields.
class EnrolmentPass {
    @Id
    private UUID accountId;

    private byte[] passHash;
    private Instant expiresAt;
}
