package dev.vestibule.authenticator;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface PendingAuthenticatorRepository extends Repository<PendingAuthenticatorRow, UUID> {
    @Query("""
            select p.id as id, p.keyId as keyId, p.sealedSecret as encrypted, p.seed as seed from PendingAuthenticatorRow p
            where p.accountId = :account and p.signIn = :signIn and p.credentialVersion = :admitted
                and p.expiresAt > :now and p.expiresAt <= :latest and p.sealedSecret is not null""")
    Optional<PendingAuthenticators.Row> find(UUID account, UUID signIn, int admitted, Instant now, Instant latest);

    /**
     * Stores the pending app of a sign-in, or replaces an expired one.
     *
     * @return 1, or 0 when the session has ended, or the sign-in has a pending app
     */
    @Modifying
    @Query(nativeQuery = true, value = """
            insert into pending_authenticator as p
                (account_id, sign_in, credential_version, id, key_id, sealed_secret, seed, expires_at)
            select a.id, :signIn, :admitted, :id, :key, :secret, :seed, :expires from account a
            where a.id = :account and a.credential_version = :admitted
            for no key update
            on conflict (account_id, sign_in) do update
            set credential_version = :admitted, id = :id, key_id = :key, sealed_secret = :secret, seed = :seed,
                expires_at = :expires
            where p.credential_version < :admitted
                or p.credential_version = :admitted and (p.expires_at <= :now or p.expires_at > :latest)""")
    int begin(
            UUID account,
            UUID signIn,
            int admitted,
            UUID id,
            String key,
            byte[] secret,
            byte[] seed,
            Instant expires,
            Instant now,
            Instant latest);

    /** @return 1 when a notification is due, which counts from now on, else 0 */
    @Modifying
    @Query(nativeQuery = true, value = """
            update pending_authenticator p set told_at = :now
            where p.account_id = :account and p.sign_in = :signIn
                and (p.told_at is null or p.told_at <= :since or p.told_at > :latest)
                and (select count(*) from pending_authenticator t
                    where t.account_id = :account and t.told_at > :since and t.told_at <= :latest) < :max""")
    int countNotification(UUID account, UUID signIn, Instant now, Instant since, Instant latest, int max);

    /** Deletes the oldest rows beyond the maximum, except those that count as notifications. */
    @Modifying
    @Query(nativeQuery = true, value = """
            delete from pending_authenticator where account_id = :account and sign_in in (
                select sign_in from pending_authenticator
                where account_id = :account and (told_at is null or told_at <= :since or told_at > :latest)
                order by expires_at desc, sign_in offset :max)""")
    void deleteOldest(UUID account, Instant since, Instant latest, int max);

    /** @return 1, or 0 when the sign-in has no pending app */
    @Modifying
    @Query("""
            update PendingAuthenticatorRow p
            set p.sealedSecret = null, p.keyId = null, p.seed = null, p.expiresAt = :now
            where p.accountId = :account and p.signIn = :signIn and p.sealedSecret is not null""")
    int end(UUID account, UUID signIn, Instant now);

    @Modifying
    @Query("""
            update PendingAuthenticatorRow p
            set p.sealedSecret = null, p.keyId = null, p.seed = null, p.expiresAt = :now
            where p.accountId = :account and p.sealedSecret is not null""")
    void endAll(UUID account, Instant now);

    @Modifying
    @Query("delete from PendingAuthenticatorRow p where p.accountId = :account")
    void deleteAll(UUID account);
}
