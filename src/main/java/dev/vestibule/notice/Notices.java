package dev.vestibule.notice;

import dev.vestibule.account.AccountDeleted;
import dev.vestibule.account.DataExport;
import dev.vestibule.audit.AuditEntry;
import dev.vestibule.audit.AuditTrail;
import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.platform.Cleanup;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Notices to the user about security-relevant events. A notice is a mark at an audit event.
 *
 * <p>The table has no entity: a failure of JPA to set a mark would undo the change that the notice is about.
 */
@Component
public class Notices {
    /** The maximum number of notices displayed per sign-in; the others follow when these are dismissed. */
    public static final int SHOWN = 5;

    /** The maximum number of sign-ins displayed: no sign-in can hide the notices of another one by causing more. */
    public static final int SIGN_INS = 5;

    /**
     * Types whose notice is also displayed in the session in which the event occurred, as another session may be the
     * cause. That session cannot dismiss it.
     */
    private static final List<String> IN_ALL_SESSIONS = Stream.of(
                    AuditEventType.DEVICE_COPIED, AuditEventType.CODES_KEEP_FAILING)
            .map(AuditEventType::code)
            .toList();

    /** The maximum number of administrators who get a notice of one event. */
    private static final int ADMINISTRATORS = 1_000;

    /** For this time an open page can still send "this wasn't me". */
    private static final Duration KEPT = Duration.ofDays(30);

    private final JdbcClient jdbc;
    private final AuditTrail trail;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    Notices(JdbcClient jdbc, AuditTrail trail, Clock clock, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.trail = trail;
        this.clock = clock;
        this.events = events;
    }

    /** An unread notice is deleted with its event. */
    @Bean
    static Cleanup noticeCleanup() {
        return Cleanup.after(KEPT, "notice", "read_at < :oldest");
    }

    @Bean
    static DataExport noticesPart() {
        return DataExport.list("notices", """
                select cast(event_id as text) as event, read_at from notice
                where account_id = :account order by event_id""");
    }

    /**
     * The notices that one sign-in caused.
     *
     * @param events the latest first, {@link #SHOWN} at most
     * @param own whether it is the reader's own sign-in: only another sign-in can dismiss these
     */
    public record Group(List<AuditEntry> events, boolean own) {}

    /** Notifies all administrators of an event. */
    void addForAdministrators(long event) {
        jdbc.sql("""
                insert into notice (event_id, account_id)
                select :event, id from account where role = 'ADMIN' order by id limit :limit for key share""").param("event", event).param("limit", ADMINISTRATORS).update();
    }

    /**
     * Notifies an account of an event. An account without an earlier sign-in gets no notice. A new browser is recorded by
     * a sign-in, so there the sign-in before that one counts.
     */
    void add(long event, UUID account, AuditEventType kind) {
        jdbc.sql("""
                insert into notice (event_id, account_id)
                select :event, id from account
                where id = :account and case when :new then earlier_signed_in_at else signed_in_at end is not null
                for key share""")
                .param("new", kind == AuditEventType.NEW_BROWSER)
                .param("event", event)
                .param("account", account)
                .update();
    }

    /**
     * The notices that are not dismissed, grouped by the sign-in that caused them; the latest first, {@link #SIGN_INS}
     * at most. A session gets no notices of its own sign-in: an attacker would read them, and the user would not.
     *
     * @param signIn the reader's
     */
    public List<Group> unread(UUID account, UUID signIn) {
        List<Long> ids = jdbc.sql("""
                select event_id from (
                    select n.event_id, e.sign_in,
                        row_number() over (partition by e.sign_in order by n.event_id desc) as place,
                        max(n.event_id) over (partition by e.sign_in) as latest
                    from notice n join audit_event e on e.id = n.event_id
                    where n.account_id = :account and n.read_at is null
                        and (e.sign_in is distinct from :signIn or e.kind in (:toAll))) n
                where place <= :shown order by latest desc, event_id desc limit :limit""")
                .param("account", account)
                .param("signIn", signIn)
                .param("toAll", IN_ALL_SESSIONS)
                .param("shown", SHOWN)
                .param("limit", SHOWN * SIGN_INS)
                .query(Long.class)
                .list();
        return groups(trail.entries(ids), signIn);
    }

    private static List<Group> groups(List<AuditEntry> latestFirst, UUID signIn) {
        Map<Optional<UUID>, List<AuditEntry>> bySignIn = new LinkedHashMap<>();
        latestFirst.forEach(
                entry -> bySignIn.computeIfAbsent(Optional.ofNullable(entry.signIn()), key -> new ArrayList<>())
                        .add(entry));
        return bySignIn.entrySet().stream()
                .limit(SIGN_INS)
                .map(group -> new Group(
                        group.getValue(), group.getKey().filter(signIn::equals).isPresent()))
                .toList();
    }

    /**
     * A notice that is visible to this session, dismissed or not; empty for one of another account or an unknown one.
     *
     * @param signIn the reader's
     */
    Optional<AuditEntry> find(UUID account, UUID signIn, long event) {
        boolean exists = jdbc.sql("""
                select exists (select from notice n join audit_event e on e.id = n.event_id
                    where n.event_id = :event and n.account_id = :account
                        and (e.sign_in is distinct from :signIn or e.kind in (:toAll)))""")
                .param("event", event)
                .param("account", account)
                .param("signIn", signIn)
                .param("toAll", IN_ALL_SESSIONS)
                .query(Boolean.class)
                .single();
        return exists ? trail.entries(List.of(event)).stream().findFirst() : Optional.empty();
    }

    /** Dismisses these notices, except those of the reader's own sign-in and of other accounts. */
    @Transactional
    public void read(UUID account, UUID signIn, Collection<Long> events) {
        if (!events.isEmpty()) {
            read(account, signIn, " and n.event_id in (:events)", events);
        }
    }

    /** Dismisses all notices, except those of the reader's own sign-in. */
    @Transactional
    public void readAll(UUID account, UUID signIn) {
        read(account, signIn, "", List.of());
    }

    private void read(UUID account, UUID signIn, String which, Collection<Long> ids) {
        int read = jdbc.sql("""
                update notice n set read_at = :now from audit_event e
                where e.id = n.event_id and n.account_id = :account and n.read_at is null
                    and e.sign_in is distinct from :signIn""" + which)
                .param("now", Timestamp.from(clock.instant()))
                .param("account", account)
                .param("signIn", signIn)
                .param("events", ids)
                .update();
        if (read > 0) {
            events.publishEvent(
                    AuditEvent.of(AuditEventType.NOTICES_READ, account).with(AuditDetail.COUNT, read));
        }
    }

    @EventListener
    void on(AccountDeleted deleted) {
        jdbc.sql("delete from notice where account_id = :account")
                .param("account", deleted.account())
                .update();
    }
}
