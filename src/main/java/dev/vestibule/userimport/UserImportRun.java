package dev.vestibule.userimport;

import dev.vestibule.account.AccountService;
import dev.vestibule.account.UsernameTakenException;
import dev.vestibule.audit.AuditContextPropagation;
import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.userimport.UserImports.Begin;
import dev.vestibule.userimport.UserImports.State;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.task.TaskExecutor;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes the accounts of a file that was checked and confirmed, in one transaction: all or none. It goes on when its
 * administrator looks elsewhere; each node can say how far it is.
 */
@Component
public class UserImportRun {
    private static final Logger LOG = LoggerFactory.getLogger(UserImportRun.class);

    /** What is done so soon needs no page that says how far it is. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private final UserImports rosters;
    private final UserImportCheck check;
    private final AccountService registrar;
    private final EntityManager entities;
    private final TransactionTemplate whole;
    private final TransactionTemplate aside;
    private final AuditContextPropagation onBehalf;
    private final TaskExecutor executor;
    private final ApplicationEventPublisher events;

    UserImportRun(
            UserImports rosters,
            UserImportCheck check,
            AccountService registrar,
            EntityManager entities,
            PlatformTransactionManager transactions,
            AuditContextPropagation onBehalf,
            @Qualifier("applicationTaskExecutor") TaskExecutor executor,
            ApplicationEventPublisher events) {
        this.rosters = rosters;
        this.check = check;
        this.registrar = registrar;
        this.entities = entities;
        this.whole = new TransactionTemplate(transactions);
        this.aside = new TransactionTemplate(transactions);
        this.aside.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.onBehalf = onBehalf;
        this.executor = executor;
        this.events = events;
    }

    /** Begins, and waits for the end of what is done soon. What has begun before is not begun again. */
    public Begin start(UUID id, UUID account) {
        Begin begin = rosters.begin(id, account);
        if (begin == Begin.BEGUN) {
            awaitSoon(
                    CompletableFuture.runAsync(onBehalf.of(AuditEventType.ACCOUNTS_IMPORTED, () -> run(id)), executor));
        }
        return begin;
    }

    private static void awaitSoon(CompletableFuture<Void> run) {
        try {
            run.get(SOON.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // It goes on without being waited for.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void run(UUID id) {
        try {
            boolean done = Boolean.TRUE.equals(whole.execute(status -> {
                boolean sound = make(id);
                if (!sound) {
                    status.setRollbackOnly();
                }
                return sound;
            }));
            if (!done) {
                rosters.end(id, State.CHANGED, 0);
            }
        } catch (UsernameTakenException e) {
            // Somebody else took a login between the look and the insert.
            rosters.end(id, State.CHANGED, 0);
        } catch (RuntimeException e) {
            // Not what it says: that may quote an account.
            LOG.error("The accounts of a file were not made: {}", e.getClass().getName());
            rosters.end(id, State.STOPPED, 0);
        }
    }

    /** Reads the file anew, since what it was checked against may have changed. */
    private boolean make(UUID id) {
        int[] made = {0};
        ImportReport findings = check.read(rosters.content(id), batch -> {
            create(batch);
            made[0] += batch.size();
            tell(id, made[0]);
        });
        if (!findings.isSound()) {
            return false;
        }
        events.publishEvent(AuditEvent.of(AuditEventType.ACCOUNTS_IMPORTED).with(AuditDetail.COUNT, made[0]));
        return rosters.isAdministrators(id) && rosters.end(id, State.DONE, made[0]);
    }

    private void create(List<UserImportCheck.Entry> batch) {
        batch.forEach(entry -> {
            registrar.create(entry.login(), entry.data(), entry.role());
            // Else each flush would look once more through all that were made before.
            entities.clear();
        });
    }

    /** On a connection of its own, or nobody would see it before the end; if there is none just now, the next one tells. */
    private void tell(UUID id, int made) {
        try {
            aside.executeWithoutResult(status -> rosters.made(id, made));
        } catch (DataAccessException | TransactionException e) {
            LOG.debug("How far a file is was not noted", e);
        }
    }
}
