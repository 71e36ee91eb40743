package dev.vestibule.apikey;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

interface ApiKeyRepository extends Repository<ApiKey, UUID> {
    ApiKey saveAndFlush(ApiKey key);

    int countByAccountIdAndRevokedAtIsNull(UUID account);

    List<ApiKey> findByAccountIdAndRevokedAtIsNullOrderByMadeAtDescIdAsc(UUID account);

    Optional<ApiKey> findByKeyHash(byte[] hash);

    /** Returns the name of the key; empty when the account has no such key, or it is revoked already. */
    @Query(nativeQuery = true, value = """
            update api_key set revoked_at = :now
            where id = :id and account_id = :account and revoked_at is null returning name""")
    Optional<String> revoke(UUID account, UUID id, Instant now);

    @Modifying
    @Query("update ApiKey k set k.revokedAt = :now where k.accountId = :account and k.revokedAt is null")
    int revokeAll(UUID account, Instant now);

    @Modifying
    @Query("delete from ApiKey k where k.accountId = :account")
    void deleteAll(UUID account);

    @Modifying
    @Transactional
    @Query("""
            update ApiKey k set k.lastUsedAt = :now, k.lastUsedFrom = :address
            where k.id = :id and (k.lastUsedAt is null or k.lastUsedAt <= :before)""")
    void used(UUID id, String address, Instant now, Instant before);

    /**
     * Adds an address unless the key has it already, or has {@code most} and got the latest one after {@code before}.
     *
     * @return 1, or 0 when the address was not added
     */
    @Modifying
    @Query(nativeQuery = true, value = """
            update api_key set address_told_at = :now, known_addresses = trim_array(
                array_prepend(:address, known_addresses), greatest(cardinality(known_addresses) + 1 - :most, 0))
            where id = :id and not :address = any (known_addresses)
                and (cardinality(known_addresses) < :most or address_told_at <= :before)""")
    int addAddress(UUID id, String address, int most, Instant now, Instant before);
}
