package dev.vestibule.audit;

import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.event.AuditOutcome;
import dev.vestibule.parameter.ParameterChanged;
import dev.vestibule.platform.Cleanup;
import java.lang.management.ManagementFactory;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Records each event with one statement, on the connection of the transaction that published it: both are committed or
 * neither.
 *
 * <p>This class implements the listener interface because an annotated listener would miss events during the
 * application's start.
 */
@Component
class AuditRecorder implements ApplicationListener<PayloadApplicationEvent<AuditEvent>> {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Process and host: {@code 4711@login-2}. */
    private static final String NODE =
            StoredText.of(ManagementFactory.getRuntimeMXBean().getName());

    /**
     * The maximum number of events of one kind and reason that are recorded in an hour for one account, or without an
     * account for one acting account or one network. Further events are only counted by the minute, so that nobody can
     * fill the table, from which the application cannot delete.
     */
    private static final int BUDGET = 120;

    /** The maximum for failures, which any client can cause: one a minute. */
    private static final int BUDGET_OF_FAILURES = 60;

    private static final Duration BUDGETS_KEPT = Duration.ofHours(2);

    /** The /64 network of an IPv6 address, because one customer usually has a whole /64. */
    private static final String NETWORK = """
            case when family(cast(:address as inet)) = 6
                then cast(network(set_masklen(cast(:address as inet), 64)) as inet)
                else cast(:address as inet) end""";

    private static final String INSERT = """
            insert into audit_event (at, kind, outcome, reason, account_id, login_hash, actor_kind, actor_id,
                address, browser, session_hash, sign_in, factor, details, node)
            select cast(:at as timestamptz), :kind, :outcome, :reason, cast(:account as uuid),
                cast(:login as bytea), :actorKind, cast(:actor as uuid), cast(:address as inet), :browser,
                cast(:session as bytea), cast(:signIn as uuid), :factor, cast(:details as jsonb), :node %s
            returning id""";

    private static final String WRITE = String.format(Locale.ROOT, INSERT, "");

    /** The database counts, so that the maximum applies across nodes. */
    private static final String WRITE_WITHIN_BUDGET =
            String.format(Locale.ROOT, """
            with counted as (
                insert into event_budget as b (hour, bucket, events)
                values (:hour, sha256(convert_to(concat_ws(' ', cast(:kind as text), cast(:reason as text),
                    coalesce(cast(:account as text), cast(:actor as text), cast(%s as text)), cast(:parameter as text)),
                    'UTF8')), 1)
                on conflict (hour, bucket) do update set events = b.events + 1 where b.events < :budget
                returning 1)
            """, NETWORK) + String.format(Locale.ROOT, INSERT, "from counted");

    private final JdbcClient jdbc;
    private final AuditContext context;
    private final LoginHash logins;
    private final Clock clock;
    private final ApplicationEventPublisher listeners;

    AuditRecorder(
            JdbcClient jdbc, AuditContext context, LoginHash logins, Clock clock, ApplicationEventPublisher listeners) {
        this.jdbc = jdbc;
        this.context = context;
        this.logins = logins;
        this.clock = clock;
        this.listeners = listeners;
    }

    /** Hours far in the future were written while a clock was wrong; two hours tolerate the clocks of other nodes. */
    @Bean
    static Cleanup eventBudgetCleanup() {
        return new Cleanup(
                "event_budget",
                "hour < :over or hour > :ahead",
                now -> Map.of(
                        "over",
                        Timestamp.from(now.minus(BUDGETS_KEPT)),
                        "ahead",
                        Timestamp.from(now.plus(BUDGETS_KEPT))));
    }

    @Override
    public void onApplicationEvent(PayloadApplicationEvent<AuditEvent> published) {
        keep(published.getPayload());
    }

    @EventListener
    void on(ParameterChanged change) {
        if (change.before() != change.after()) {
            keep(AuditEvent.of(AuditEventType.PARAMETER_CHANGED)
                    .with(AuditDetail.NAME, change.parameter().key())
                    .with(AuditDetail.BEFORE, change.before())
                    .with(AuditDetail.AFTER, change.after()));
        }
    }

    private void keep(AuditEvent event) {
        AuditContext.Origin origin = context.of(event);
        Optional<Long> id = event.kind().counted() ? Optional.empty() : write(event, origin);
        id.ifPresentOrElse(
                written -> listeners.publishEvent(
                        new AuditEventRecorded(written, event, origin.actor().isAnother(event.account()))),
                () -> count(event, origin));
    }

    static int budget(AuditEventType kind) {
        return kind.outcome() == AuditOutcome.FAILURE ? BUDGET_OF_FAILURES : BUDGET;
    }

    /** Returns empty when the source has exceeded its budget of such events; one statement in either case. */
    private Optional<Long> write(AuditEvent event, AuditContext.Origin origin) {
        Instant now = clock.instant();
        return jdbc.sql(event.kind().budgeted() ? WRITE_WITHIN_BUDGET : WRITE)
                .param("hour", Timestamp.from(now.truncatedTo(ChronoUnit.HOURS)))
                .param("budget", budget(event.kind()))
                .param("at", Timestamp.from(now))
                .param("kind", event.kind().code())
                .param("outcome", event.kind().outcome().code())
                .param("reason", event.reason() == null ? null : event.reason().code())
                .param("account", event.account())
                .param("parameter", parameter(event))
                .param("login", event.typedLogin() == null ? null : logins.of(event.typedLogin()))
                .param("actorKind", origin.actor().kind().code())
                .param("actor", origin.actor().id())
                .param("address", origin.address())
                .param("browser", origin.browser() == null ? null : StoredText.of(origin.browser()))
                .param("session", origin.session())
                .param("signIn", origin.signIn())
                .param("factor", event.factor())
                .param("details", json(event.with(AuditDetail.KEY, origin.key()).details()))
                .param("node", NODE)
                .query(Long.class)
                .optional();
    }

    /** Gives each parameter its own budget, because administrators are notified of changes. */
    private static @Nullable String parameter(AuditEvent event) {
        return event.kind() == AuditEventType.PARAMETER_CHANGED
                ? event.details().get(AuditDetail.NAME)
                : null;
    }

    /** Counts in one row for each minute and source; an IPv6 source is the /64 network. */
    private void count(AuditEvent event, AuditContext.Origin origin) {
        Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        // The actor of a throttled attempt is not determined.
        AuditActor actor = event.kind().counted() ? AuditActor.VISITOR : origin.actor();
        jdbc.sql(String.format(Locale.ROOT, """
                insert into audit_wait as w
                    (minute, kind, reason, outcome, address, account_id, actor_kind, actor_id, tries)
                values (:minute, :kind, :reason, :outcome, %s, :account, :actorKind, :actor, 1)
                on conflict (minute, kind, reason, address, account_id, actor_kind, actor_id)
                do update set tries = w.tries + 1""", NETWORK))
                .param("minute", Timestamp.from(minute))
                .param("kind", event.kind().code())
                .param("reason", event.reason() == null ? null : event.reason().code())
                .param("outcome", event.kind().outcome().code())
                .param("address", origin.address())
                .param("account", event.account())
                .param("actorKind", actor.kind().code())
                .param("actor", actor.id())
                .update();
    }

    private static String json(Map<AuditDetail, String> details) {
        Map<String, String> stored = new TreeMap<>();
        details.forEach((detail, value) -> stored.put(detail.code(), StoredText.of(value)));
        return JSON.writeValueAsString(stored);
    }
}
