package dev.vestibule.recovery;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface RecoveryCodeRepository extends Repository<StoredRecoveryCode, StoredRecoveryCode.Key> {
    @Query("select c.firstGroup from StoredRecoveryCode c where c.accountId = :account and c.usedAt is null")
    Set<String> unusedGroups(UUID account);

    @Query("""
            select c.secretHash from StoredRecoveryCode c
            where c.accountId = :account and c.firstGroup = :group and c.usedAt is null""")
    Optional<String> unusedHash(UUID account, String group);

    @Query("""
            select cast(count(*) filter (where c.usedAt is null) as integer) as left, min(c.madeAt) as madeAt
            from StoredRecoveryCode c where c.accountId = :account""")
    RecoveryCodes.SetStatus status(UUID account);

    /** @param hashes in the order of the groups */
    @Modifying
    @Query(nativeQuery = true, value = """
            insert into recovery_code (account_id, first_group, secret_hash, made_at)
            select :account, g, h, :now from unnest(cast(:groups as text[]), cast(:hashes as text[])) as c (g, h)""")
    void insert(UUID account, String[] groups, String[] hashes, Instant now);

    /**
     * Consumes an unused code, unless a new set was stored since its hash was read.
     *
     * @return 1, or 0 when another request was first
     */
    @Modifying
    @Query(nativeQuery = true, value = """
            update recovery_code set used_at = :now
            where account_id = :account and first_group = :group and secret_hash = :hash and used_at is null""")
    int consume(UUID account, String group, String hash, Instant now);

    @Modifying
    @Query("delete from StoredRecoveryCode c where c.accountId = :account")
    void deleteAll(UUID account);
}
