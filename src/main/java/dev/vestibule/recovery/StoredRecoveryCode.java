package dev.vestibule.recovery;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A recovery code as its table has it: the part that identifies the code, and the hash of the secret part. */
@Entity
@Table(name = "recovery_code")
@IdClass(StoredRecoveryCode.Key.class)
@SuppressWarnings("NullAway.Init") // JPA sets the fields.
class StoredRecoveryCode {
    record Key(UUID accountId, String firstGroup) implements Serializable {}

    @Id
    private UUID accountId;

    @Id
    private String firstGroup;

    private String secretHash;
    private Instant madeAt;
    private @Nullable Instant usedAt;
}
