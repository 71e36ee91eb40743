package dev.vestibule.account;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The accounts of all companies. */
public interface AccountRepository extends Repository<Account, UUID> {
    /** Written at once, so that other statements of the transaction find it and a taken login is known here. */
    Account saveAndFlush(Account account);

    Optional<Account> findById(UUID id);

    List<Account> findAllByIdIn(Collection<UUID> ids);

    Optional<Account> findByLogin(String login);

    boolean existsByLogin(String login);

    boolean existsBy();

    /**
     * The account, its row locked until the transaction ends: whoever changes what its rules compare (factors,
     * password, role) takes this first, so that nothing changes between the look and the change.
     */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select a from Account a where a.id = :id")
    Optional<Account> lock(UUID id);

    /** As {@link #lock}, of one that was there a moment ago. @throws AccountNotFoundException when it is there no more */
    default Account locked(UUID id) {
        return lock(id).orElseThrow(() -> new AccountNotFoundException(id));
    }

    /** One that was there a moment ago. @throws AccountNotFoundException when it is there no more */
    default Account get(UUID id) {
        return findById(id).orElseThrow(() -> new AccountNotFoundException(id));
    }

    /** Which company an account is of, by a value and not the row that a lock would then not read again. */
    @Query("select a.companyId from Account a where a.id = :id")
    Optional<UUID> companyOf(UUID id);

    /** Notes a sign-in; the one before it moves back. @return 1, or 0 when the account is there no more */
    @Modifying
    @Query("""
            update Account a set a.earlierSignedInAt = a.signedInAt, a.earlierSignedInWith = a.signedInWith,
                a.signedInAt = :now, a.signedInWith = :with
            where a.id = :id""")
    int signedIn(UUID id, Factor with, Instant now);

    /** Every administrator, locked in one order: the last one stays whoever asks at the same time. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select a from Account a where a.role = dev.vestibule.account.Role.ADMIN order by a.id")
    List<Account> lockAdministrators();

    @Query("select a from Account a where a.role = dev.vestibule.account.Role.ADMIN")
    List<Account> administrators();

    /** For the start, which gives a link to who has no password; of who must enrol anew it is not the password's turn. */
    @Query("""
            select count(a) > 0 from Account a
            where a.role = dev.vestibule.account.Role.ADMIN and not a.disabled and a.password is not null""")
    boolean anAdministratorCanSignIn();

    @Query("""
            select a from Account a
            where a.role = dev.vestibule.account.Role.ADMIN and not a.disabled order by a.createdAt, a.id limit 1""")
    Optional<Account> firstAdministrator();
}
