package dev.vestibule.notice;

import dev.vestibule.account.AccountDeleted;
import dev.vestibule.audit.AuditTrail;
import dev.vestibule.audit.Entry;
import dev.vestibule.audit.Recorded;
import dev.vestibule.event.Kind;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What an owner must be told because a thief would do the same (ASVS 5.0, 6.3.5 and 6.3.7).
 *
 * <p>A notice is no more than a mark at an event, set by the transaction that brought the event about.
 */
@Component
public class Notices {
    /** How many are shown at once; the others follow when these are read. */
    public static final int SHOWN = 5;

    /** Whoever does it. */
    private static final Set<Kind> TOLD = EnumSet.of(
            Kind.MFA_ENABLED,
            Kind.MFA_DISABLED,
            Kind.AUTHENTICATOR_ADDED,
            Kind.AUTHENTICATOR_REMOVED,
            Kind.RECOVERY_CODES_MADE,
            Kind.RECOVERY_CODE_USED,
            Kind.DEVICE_TRUSTED,
            Kind.DEVICE_REVOKED,
            Kind.DEVICES_REVOKED,
            Kind.DEVICE_COPIED,
            Kind.API_KEY_MADE,
            Kind.PASSWORD_CHANGED,
            Kind.PASSWORD_LINK_USED,
            Kind.ENROLMENT_PASS_USED,
            Kind.NEW_BROWSER,
            Kind.CODES_FAILED,
            Kind.CODES_KEEP_FAILING,
            Kind.PASSWORDS_KEEP_FAILING);

    /** Only when somebody else does it to the account. */
    private static final Set<Kind> TOLD_OF_OTHERS = EnumSet.of(
            Kind.ACCOUNT_CHANGED,
            Kind.ACCOUNT_DISABLED,
            Kind.ACCOUNT_ENABLED,
            Kind.ACCOUNT_RESET,
            Kind.ACCOUNT_UNLOCKED,
            Kind.API_KEY_REVOKED,
            Kind.API_KEYS_REVOKED,
            Kind.ENROLMENT_PASS_ISSUED,
            Kind.PASSWORD_LINK_ISSUED,
            Kind.ROLE_CHANGED,
            Kind.SESSIONS_ENDED);

    private final JdbcClient jdbc;
    private final AuditTrail trail;
    private final Clock clock;

    Notices(JdbcClient jdbc, AuditTrail trail, Clock clock) {
        this.jdbc = jdbc;
        this.trail = trail;
        this.clock = clock;
    }

    @EventListener
    void on(Recorded recorded) {
        UUID account = recorded.event().account();
        Kind kind = recorded.event().kind();
        if (account != null && (TOLD.contains(kind) || recorded.byAnother() && TOLD_OF_OTHERS.contains(kind))) {
            mark(recorded.id(), account);
        }
    }

    /** Who has never been here has nothing to compare it with. */
    private void mark(long event, UUID account) {
        jdbc.sql("""
                insert into notice (event_id, account_id)
                select :event, id from account where id = :account and signed_in_at is not null
                for key share""").param("event", event).param("account", account).update();
    }

    /** What the account's owner has not read, the latest first, {@link #SHOWN} at most. */
    public List<Entry> unread(UUID account) {
        List<Long> events = jdbc.sql("""
                select event_id from notice where account_id = :account and read_at is null
                order by event_id desc limit :shown""")
                .param("account", account)
                .param("shown", SHOWN)
                .query(Long.class)
                .list();
        return trail.entries(events);
    }

    /** A notice of this account, read or not; empty when it is somebody else's, or none. */
    Optional<Entry> find(UUID account, long event) {
        boolean own = jdbc.sql("select exists (select from notice where event_id = :event and account_id = :account)")
                .param("event", event)
                .param("account", account)
                .query(Boolean.class)
                .single();
        return own ? trail.entries(List.of(event)).stream().findFirst() : Optional.empty();
    }

    /** These are read; those that came since are not. Other accounts' stay as they are. */
    void read(UUID account, Collection<Long> events) {
        if (!events.isEmpty()) {
            jdbc.sql("""
                    update notice set read_at = :now
                    where account_id = :account and event_id in (:events) and read_at is null""")
                    .param("now", Timestamp.from(clock.instant()))
                    .param("account", account)
                    .param("events", events)
                    .update();
        }
    }

    @EventListener
    void forget(AccountDeleted gone) {
        jdbc.sql("delete from notice where account_id = :account")
                .param("account", gone.account())
                .update();
    }

    void readAll(UUID account) {
        jdbc.sql("update notice set read_at = :now where account_id = :account and read_at is null")
                .param("now", Timestamp.from(clock.instant()))
                .param("account", account)
                .update();
    }
}
