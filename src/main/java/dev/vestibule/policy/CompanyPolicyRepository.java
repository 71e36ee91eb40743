package dev.vestibule.policy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface CompanyPolicyRepository extends Repository<CompanyPolicy, UUID> {
    Optional<CompanyPolicy> findById(UUID company);

    CompanyPolicy saveAndFlush(CompanyPolicy policy);

    /** A policy as it is now, also for a transaction that read it before. */
    record Current(
            UUID company,
            PolicySettings settings,
            @Nullable Instant administratorsSince,
            @Nullable Instant everyoneSince) {
        Policy policy() {
            return new Policy(settings, administratorsSince, everyoneSince);
        }
    }

    @Query(
            "select p.companyId, p.settings, p.administratorsSince, p.everyoneSince from CompanyPolicy p where p.companyId = :company")
    Optional<Current> current(UUID company);

    @Query("select p.companyId, p.settings, p.administratorsSince, p.everyoneSince from CompanyPolicy p")
    List<Current> allCurrent();
}
