package dev.vestibule.userimport;

import dev.vestibule.account.UsernameTakenException;
import dev.vestibule.audit.AuditContextPropagation;
import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.userimport.UserImports.Begin;
import dev.vestibule.userimport.UserImports.State;
import java.time.Duration;
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
 * Creates the accounts of a file that was checked and confirmed, in one transaction: all or none. It continues when the
 * administrator leaves the page; each node can report its progress.
 */
@Component
public class UserImportRun {
    private static final Logger LOG = LoggerFactory.getLogger(UserImportRun.class);

    /** A run that ends within this time needs no progress page. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private final UserImports imports;
    private final UserImportCheck check;
    private final AccountBatch accounts;
    private final TransactionTemplate whole;
    private final TransactionTemplate aside;
    private final AuditContextPropagation onBehalf;
    private final TaskExecutor executor;
    private final ApplicationEventPublisher events;

    UserImportRun(
            UserImports imports,
            UserImportCheck check,
            AccountBatch accounts,
            PlatformTransactionManager transactions,
            AuditContextPropagation onBehalf,
            @Qualifier("applicationTaskExecutor") TaskExecutor executor,
            ApplicationEventPublisher events) {
        this.imports = imports;
        this.check = check;
        this.accounts = accounts;
        this.whole = new TransactionTemplate(transactions);
        this.aside = new TransactionTemplate(transactions);
        this.aside.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.onBehalf = onBehalf;
        this.executor = executor;
        this.events = events;
    }

    /** Starts a run and waits a short time for its end. A run that was started before is not started again. */
    public Begin start(UUID id, UUID account) {
        Begin begin = imports.begin(id, account);
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
            // The run continues in the background.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void run(UUID id) {
        try {
            boolean done = Boolean.TRUE.equals(whole.execute(status -> {
                boolean sound = create(id);
                if (!sound) {
                    status.setRollbackOnly();
                }
                return sound;
            }));
            if (!done) {
                imports.end(id, State.CHANGED, 0);
            }
        } catch (UsernameTakenException e) {
            // Another transaction took a username between the check and the insert.
            imports.end(id, State.CHANGED, 0);
        } catch (RuntimeException e) {
            // The exception's message is not logged, as it may quote an account.
            LOG.error(
                    "The accounts of a file were not created: {}", e.getClass().getName());
            imports.end(id, State.STOPPED, 0);
        }
    }

    /** Reads the file again, since the data that it was checked against may have changed. */
    private boolean create(UUID id) {
        int[] created = {0};
        ImportReport report = check.read(imports.content(id), batch -> {
            accounts.create(batch);
            created[0] += batch.size();
            tell(id, created[0]);
        });
        if (!report.isSound()) {
            return false;
        }
        events.publishEvent(AuditEvent.of(AuditEventType.ACCOUNTS_IMPORTED).with(AuditDetail.COUNT, created[0]));
        return imports.isAdministrators(id) && imports.end(id, State.DONE, created[0]);
    }

    /**
     * Uses a connection of its own, as progress inside the transaction is invisible; without a free connection the next
     * update reports it.
     */
    private void tell(UUID id, int created) {
        try {
            aside.executeWithoutResult(status -> imports.advance(id, created));
        } catch (DataAccessException | TransactionException e) {
            LOG.debug("How far a file is was not noted", e);
        }
    }
}
