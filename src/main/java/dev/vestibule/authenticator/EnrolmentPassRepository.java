package dev.vestibule.authenticator;

import java.time.Instant;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface EnrolmentPassRepository extends Repository<EnrolmentPass, UUID> {
    @Modifying
    @Query(nativeQuery = true, value = """
            insert into enrolment_pass (account_id, pass_hash, expires_at) values (:account, :hash, :expires)
            on conflict (account_id) do update set pass_hash = :hash, expires_at = :expires""")
    void replace(UUID account, byte[] hash, Instant expires);

    /** @return 1, or 0 when the account has no such pass, its sessions have ended, or another request was first */
    @Modifying
    @Query(nativeQuery = true, value = """
            delete from enrolment_pass p using account a
            where p.account_id = :account and p.pass_hash = :hash and p.expires_at > :now and p.expires_at <= :latest
                and a.id = p.account_id and not a.mfa_enabled and a.credential_version = :admitted""")
    int consume(UUID account, byte[] hash, int admitted, Instant now, Instant latest);

    @Modifying
    @Query("delete from EnrolmentPass p where p.accountId = :account")
    void delete(UUID account);
}
