package dev.vestibule.userimport;

import dev.vestibule.userimport.UserImports.State;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A file of accounts from its check to its end; {@link UserImportRepository} changes it by statements. */
@Entity
@SuppressWarnings("NullAway.Init") // JPA sets the fields.
class UserImport {
    @Id
    private UUID id;

    private UUID accountId;

    @Enumerated(EnumType.STRING)
    private State state;

    /** The file; null when the import has ended. */
    private byte @Nullable [] content;

    private int total;
    private int created;

    /** When the file was checked, or the run last gave a sign of life. */
    private Instant touchedAt;
}
