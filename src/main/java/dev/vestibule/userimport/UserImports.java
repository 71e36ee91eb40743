package dev.vestibule.userimport;

import dev.vestibule.account.AccountDeleted;
import dev.vestibule.account.AccountNotFoundException;
import dev.vestibule.platform.Cleanup;
import dev.vestibule.platform.UniqueConstraint;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The checked import files and the progress of their runs; each belongs to one administrator. */
@Component
public class UserImports {
    /** How long a checked file can be confirmed. */
    public static final Duration KEPT = Duration.ofHours(1);

    /** How long the result can be viewed. */
    private static final Duration TOLD = Duration.ofDays(1);

    /** A run updates its progress every second or so; after this long without an update its node counts as dead. */
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private static final UniqueConstraint ONE_RUNS = new UniqueConstraint("user_import_running_uq");

    private final UserImportRepository imports;
    private final Clock clock;

    UserImports(UserImportRepository imports, Clock clock) {
        this.imports = imports;
        this.clock = clock;
    }

    /** Also runs that died: their node gave no sign of life for a day. */
    @Bean
    static Cleanup userImportCleanup() {
        return new Cleanup(
                "user_import",
                "touched_at < :viewed or state = 'CHECKED' and touched_at < :unconfirmed",
                now -> Map.of(
                        "viewed", Timestamp.from(now.minus(TOLD)), "unconfirmed", Timestamp.from(now.minus(KEPT))));
    }

    /** The state of an import. */
    public enum State {
        CHECKED,
        RUNNING,
        DONE,
        /** The data changed since the check; no account was created. */
        CHANGED,
        /** The run failed, or the server stopped; no account was created. */
        STOPPED;

        /** The code in message keys. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        public boolean failed() {
            return this == CHANGED || this == STOPPED;
        }
    }

    /**
     * The progress of an import.
     *
     * @param total the number of accounts in the file
     * @param created the number of accounts created so far; others see them only when all are committed
     */
    public record Progress(State state, int total, int created) {}

    /** The result of a confirmation. */
    public enum Begin {
        BEGUN,
        /** An earlier confirmation of the same file has started it. */
        BEGUN_BEFORE,
        /** Another file is being imported. */
        BUSY,
        /** The import does not exist, belongs to another administrator, or has expired. */
        GONE
    }

    /** Stores a file without flaws; an earlier one of the same administrator that waits for confirmation is deleted. */
    @Transactional
    public UUID keep(UUID account, byte[] content, int total) {
        imports.deleteChecked(account);
        UUID id = UUID.randomUUID();
        if (imports.insert(id, account, content, total, clock.instant()) == 0) {
            throw new AccountNotFoundException(account);
        }
        return id;
    }

    /** Starts an import once, however often the administrator confirms it. */
    Begin begin(UUID id, UUID account) {
        stopSilent();
        try {
            Instant now = clock.instant();
            if (imports.begin(id, account, now, now.minus(KEPT)) == 1) {
                return Begin.BEGUN;
            }
        } catch (DataIntegrityViolationException e) {
            if (!ONE_RUNS.isViolatedBy(e)) {
                throw e;
            }
            return Begin.BUSY;
        }
        return imports.progress(id, account)
                        .map(Progress::state)
                        .filter(state -> state != State.CHECKED)
                        .isPresent()
                ? Begin.BEGUN_BEFORE
                : Begin.GONE;
    }

    /** An import of this administrator; empty when it does not exist or has expired. */
    public Optional<Progress> find(UUID id, UUID account) {
        stopSilent();
        return imports.progress(id, account);
    }

    byte[] content(UUID id) {
        return imports.content(id);
    }

    void advance(UUID id, int created) {
        imports.advance(id, created, clock.instant());
    }

    /** Whether the import's owner is still an enabled administrator; otherwise no accounts are created. */
    boolean isAdministrators(UUID id) {
        return imports.isAdministrators(id);
    }

    /** Stores the result and deletes the file. False when the import was given up before. */
    boolean end(UUID id, State state, int created) {
        return imports.end(id, state, created, clock.instant()) == 1;
    }

    private void stopSilent() {
        imports.stopSilent(clock.instant().minus(SILENCE));
    }

    @EventListener
    void on(AccountDeleted deleted) {
        imports.deleteAll(deleted.account());
    }
}
