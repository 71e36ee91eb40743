package dev.vestibule.account;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

public interface AccountRepository extends Repository<Account, UUID> {
    /**
     * Writes at once, so that other statements of the transaction see the account and a taken username is detected
     * here.
     */
    Account saveAndFlush(Account account);

    Optional<Account> findById(UUID id);

    List<Account> findAllByIdIn(Collection<UUID> ids);

    Optional<Account> findByLogin(String login);

    boolean existsByLogin(String login);

    boolean existsBy();

    /**
     * Reads the account and locks its row until the transaction ends. Every change of data that the account's rules
     * compare (factors, password, role) calls this first, so that the data cannot change between the check and the
     * change.
     */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select a from Account a where a.id = :id")
    Optional<Account> lock(UUID id);

    /**
     * As {@link #lock}, for an account that existed a moment ago.
     *
     * @throws AccountNotFoundException when it was deleted meanwhile
     */
    default Account locked(UUID id) {
        return lock(id).orElseThrow(() -> new AccountNotFoundException(id));
    }

    /**
     * Reads an account that existed a moment ago.
     *
     * @throws AccountNotFoundException when it was deleted meanwhile
     */
    default Account get(UUID id) {
        return findById(id).orElseThrow(() -> new AccountNotFoundException(id));
    }

    /**
     * The company of an account. The query reads the value, not the entity: a later lock would not read a loaded entity
     * again.
     */
    @Query("select a.companyId from Account a where a.id = :id")
    Optional<UUID> companyOf(UUID id);

    /**
     * Records a sign-in; the previous one becomes the earlier one.
     *
     * @return 1, or 0 when the account was deleted meanwhile
     */
    @Modifying
    @Query("""
            update Account a set a.earlierSignedInAt = a.signedInAt, a.earlierSignedInWith = a.signedInWith,
                a.signedInAt = :now, a.signedInWith = :with
            where a.id = :id""")
    int signedIn(UUID id, Factor with, Instant now);

    /** Deletes an account, which no later query of the transaction finds, although the transaction has loaded it. */
    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Query("delete from Account a where a.id = :id")
    void delete(UUID id);

    /** Locks every administrator in one order, so that concurrent changes cannot remove the last administrator. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select a from Account a where a.role = dev.vestibule.account.Role.ADMIN order by a.id")
    List<Account> lockAdministrators();

    @Query("select a from Account a where a.role = dev.vestibule.account.Role.ADMIN")
    List<Account> administrators();

    /**
     * Whether an enabled administrator has a password. The start issues a set-password link when there is none;
     * administrators who have to enrol MFA again count as able to sign in.
     */
    @Query("""
            select count(a) > 0 from Account a
            where a.role = dev.vestibule.account.Role.ADMIN and not a.disabled and a.password is not null""")
    boolean anAdministratorCanSignIn();

    @Query("""
            select a from Account a
            where a.role = dev.vestibule.account.Role.ADMIN and not a.disabled order by a.createdAt, a.id limit 1""")
    Optional<Account> firstAdministrator();

    /** The usernames among these that accounts have; for some hundred at a time. */
    @Query("select a.login from Account a where a.login in :logins")
    Set<String> loginsAmong(Collection<String> logins);
}
