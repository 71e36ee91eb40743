package dev.vestibule.userimport;

import dev.vestibule.userimport.UserImports.Progress;
import dev.vestibule.userimport.UserImports.State;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Each statement checks the state of the import that it changes: several nodes may try at once. */
@Transactional
interface UserImportRepository extends Repository<UserImport, UUID> {
    @Modifying
    @Query("delete from UserImport i where i.accountId = :account and i.state = CHECKED")
    void deleteChecked(UUID account);

    /** @return 0 when the account was deleted meanwhile */
    @Modifying
    @Query(nativeQuery = true, value = """
            insert into user_import (id, account_id, state, content, total, created, touched_at)
            select :id, a.id, 'CHECKED', :content, :total, 0, :now
            from account a where a.id = :account for key share""")
    int insert(UUID id, UUID account, byte[] content, int total, Instant now);

    /** @return 0 when the administrator has no such file that was checked after {@code since} */
    @Modifying
    @Query("""
            update UserImport i set i.state = RUNNING, i.touchedAt = :now
            where i.id = :id and i.accountId = :account and i.state = CHECKED and i.touchedAt > :since""")
    int begin(UUID id, UUID account, Instant now, Instant since);

    @Query("select i.state, i.total, i.created from UserImport i where i.id = :id and i.accountId = :account")
    Optional<Progress> progress(UUID id, UUID account);

    @Query("select i.content from UserImport i where i.id = :id")
    byte[] content(UUID id);

    @Modifying
    @Query("update UserImport i set i.created = :created, i.touchedAt = :now where i.id = :id and i.state = RUNNING")
    void advance(UUID id, int created, Instant now);

    @Query("""
            select count(a) > 0 from UserImport i join Account a on a.id = i.accountId
            where i.id = :id and a.role = ADMIN and not a.disabled""")
    boolean isAdministrators(UUID id);

    /** @return 0 when the import does not run any more */
    @Modifying
    @Query("""
            update UserImport i set i.state = :state, i.content = null, i.created = :created, i.touchedAt = :now
            where i.id = :id and i.state = RUNNING""")
    int end(UUID id, State state, int created, Instant now);

    /** Ends the runs of which nothing was heard since then. */
    @Modifying
    @Query("""
            update UserImport i set i.state = STOPPED, i.content = null, i.created = 0
            where i.state = RUNNING and i.touchedAt < :since""")
    void stopSilent(Instant since);

    @Modifying
    @Query("delete from UserImport i where i.accountId = :account")
    void deleteAll(UUID account);
}
