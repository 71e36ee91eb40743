package dev.vestibule.policy;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** The stored policy of a company; a company without one has {@link Policy#NONE}. */
@Entity
@Table(name = "policy")
class CompanyPolicy implements Persistable<UUID> {
    @Id
    private UUID companyId;

    @Embedded
    private PolicySettings settings;

    private @Nullable Instant administratorsSince;
    private @Nullable Instant everyoneSince;

    /** The id is given, so that it does not tell whether there is a row. */
    @Transient
    private boolean stored;

    @SuppressWarnings("NullAway.Init") // JPA sets the fields.
    protected CompanyPolicy() {}

    CompanyPolicy(UUID companyId) {
        this.companyId = companyId;
        this.settings = PolicySettings.NONE;
    }

    Policy policy() {
        return new Policy(settings, administratorsSince, everyoneSince);
    }

    void set(Policy policy) {
        settings = policy.settings();
        administratorsSince = policy.administratorsSince();
        everyoneSince = policy.everyoneSince();
    }

    @Override
    public UUID getId() {
        return companyId;
    }

    @Override
    public boolean isNew() {
        return !stored;
    }

    @PostLoad
    @PostPersist
    void isStored() {
        stored = true;
    }
}
