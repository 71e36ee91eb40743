package dev.vestibule.userimport;

import dev.vestibule.account.AccountDeleted;
import dev.vestibule.account.AccountNotFoundException;
import dev.vestibule.platform.CliProfile;
import dev.vestibule.platform.UniqueConstraint;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
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

    private static final UniqueConstraint ONE_RUNS = new UniqueConstraint("roster_running_uq");

    private final JdbcClient jdbc;
    private final Clock clock;

    UserImports(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
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
     * @param made the number of accounts created so far; others see them only when all are committed
     */
    public record Progress(State state, int total, int made) {}

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
        jdbc.sql("delete from roster where account_id = :account and state = 'CHECKED'")
                .param("account", account)
                .update();
        UUID id = UUID.randomUUID();
        int kept = jdbc.sql("""
                insert into roster (id, account_id, state, content, total, made, touched_at)
                select :id, a.id, 'CHECKED', :content, :total, 0, :now
                from account a where a.id = :account for key share""")
                .param("id", id)
                .param("account", account)
                .param("content", content)
                .param("total", total)
                .param("now", now())
                .update();
        if (kept == 0) {
            throw new AccountNotFoundException(account);
        }
        return id;
    }

    /** Starts an import once, however often the administrator confirms it. */
    Begin begin(UUID id, UUID account) {
        giveUpTheSilent();
        try {
            int begun = jdbc.sql("""
                    update roster set state = 'RUNNING', touched_at = :now
                    where id = :id and account_id = :account and state = 'CHECKED' and touched_at > :since""")
                    .param("id", id)
                    .param("account", account)
                    .param("now", now())
                    .param("since", before(KEPT))
                    .update();
            if (begun == 1) {
                return Begin.BEGUN;
            }
        } catch (DuplicateKeyException e) {
            if (!ONE_RUNS.isViolatedBy(e)) {
                throw e;
            }
            return Begin.BUSY;
        }
        return find(id, account)
                        .map(Progress::state)
                        .filter(state -> state != State.CHECKED)
                        .isPresent()
                ? Begin.BEGUN_BEFORE
                : Begin.GONE;
    }

    /** An import of this administrator; empty when it does not exist or has expired. */
    public Optional<Progress> find(UUID id, UUID account) {
        giveUpTheSilent();
        return jdbc.sql("select state, total, made from roster where id = :id and account_id = :account")
                .param("id", id)
                .param("account", account)
                .query(Progress.class)
                .optional();
    }

    byte[] content(UUID id) {
        return jdbc.sql("select content from roster where id = :id")
                .param("id", id)
                .query(byte[].class)
                .single();
    }

    void made(UUID id, int made) {
        jdbc.sql("update roster set made = :made, touched_at = :now where id = :id and state = 'RUNNING'")
                .param("id", id)
                .param("made", made)
                .param("now", now())
                .update();
    }

    /** Whether the import's owner is still an enabled administrator; otherwise no accounts are created. */
    boolean isAdministrators(UUID id) {
        return jdbc.sql("""
                select exists (
                    select from roster r join account a on a.id = r.account_id
                    where r.id = :id and a.role = 'ADMIN' and not a.disabled)""").param("id", id).query(Boolean.class).single();
    }

    /** Stores the result and deletes the file. False when the import was given up before. */
    boolean end(UUID id, State state, int made) {
        int ended = jdbc.sql("""
                update roster set state = :state, content = null, made = :made, touched_at = :now
                where id = :id and state = 'RUNNING'""")
                .param("id", id)
                .param("state", state.name())
                .param("made", made)
                .param("now", now())
                .update();
        return ended == 1;
    }

    private void giveUpTheSilent() {
        jdbc.sql("""
                update roster set state = 'STOPPED', content = null, made = 0
                where state = 'RUNNING' and touched_at < :since""").param("since", before(SILENCE)).update();
    }

    @EventListener
    void on(AccountDeleted deleted) {
        jdbc.sql("delete from roster where account_id = :account")
                .param("account", deleted.account())
                .update();
    }

    /** Deletes expired imports. The job is safe to run on several nodes at once. */
    @Component
    @Profile(CliProfile.NOT)
    static class Cleaning {
        private final UserImports imports;

        Cleaning(UserImports imports) {
            this.imports = imports;
        }

        @Scheduled(
                initialDelayString = "${vestibule.cleanup.interval:PT1H}",
                fixedDelayString = "${vestibule.cleanup.interval:PT1H}")
        void run() {
            imports.clean();
        }
    }

    void clean() {
        giveUpTheSilent();
        jdbc.sql("""
                delete from roster
                where state = 'CHECKED' and touched_at < :unconfirmed or state <> 'RUNNING' and touched_at < :told""")
                .param("unconfirmed", before(KEPT))
                .param("told", before(TOLD))
                .update();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private Timestamp before(Duration duration) {
        return Timestamp.from(clock.instant().minus(duration));
    }
}
