package dev.vestibule.account;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface SetPasswordLinkRepository extends Repository<SetPasswordLink, UUID> {
    /**
     * Replaces the account's link.
     *
     * @return 1, or 0 when there is no such account
     */
    @Modifying
    @Query(nativeQuery = true, value = """
            insert into set_password_link (account_id, token_hash, expires_at)
            select id, :hash, :expires from account where id = :account for no key update
            on conflict (account_id) do update set token_hash = :hash, expires_at = :expires""")
    int replace(UUID account, byte[] hash, Instant expires);

    @Query("""
            select l.accountId from SetPasswordLink l
            where l.tokenHash = :hash and l.expiresAt > :now and l.expiresAt <= :latest""")
    Optional<UUID> holder(byte[] hash, Instant now, Instant latest);

    /** @return 1, or 0 when the link is invalid or another request was first */
    @Modifying
    @Query(nativeQuery = true, value = """
            delete from set_password_link
            where token_hash = :hash and expires_at > :now and expires_at <= :latest""")
    int consume(byte[] hash, Instant now, Instant latest);

    @Modifying
    @Query("delete from SetPasswordLink l where l.accountId = :account")
    void delete(UUID account);
}
