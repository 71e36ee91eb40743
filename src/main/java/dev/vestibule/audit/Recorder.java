package dev.vestibule.audit;

import dev.vestibule.event.Detail;
import dev.vestibule.event.Event;
import dev.vestibule.event.Kind;
import dev.vestibule.parameter.ParameterChanged;
import java.lang.management.ManagementFactory;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes down each event with one statement, on the connection of the transaction that published it: both come to be, or
 * neither.
 *
 * <p>A listener by its type, because one by annotation would miss what happens while the application starts.
 */
@Component
class Recorder implements ApplicationListener<PayloadApplicationEvent<Event>> {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Process and host: {@code 4711@login-2}. */
    private static final String NODE =
            StoredText.of(ManagementFactory.getRuntimeMXBean().getName());

    private final JdbcClient jdbc;
    private final Circumstances circumstances;
    private final LoginHash logins;
    private final Clock clock;
    private final ApplicationEventPublisher listeners;

    Recorder(
            JdbcClient jdbc,
            Circumstances circumstances,
            LoginHash logins,
            Clock clock,
            ApplicationEventPublisher listeners) {
        this.jdbc = jdbc;
        this.circumstances = circumstances;
        this.logins = logins;
        this.clock = clock;
        this.listeners = listeners;
    }

    @Override
    public void onApplicationEvent(PayloadApplicationEvent<Event> published) {
        keep(published.getPayload());
    }

    @EventListener
    void on(ParameterChanged change) {
        if (change.before() != change.after()) {
            keep(Event.of(Kind.PARAMETER_CHANGED)
                    .with(Detail.NAME, change.parameter().key())
                    .with(Detail.BEFORE, change.before())
                    .with(Detail.AFTER, change.after()));
        }
    }

    private void keep(Event event) {
        if (event.kind().counted()) {
            count(event, circumstances.of(event).address());
        } else {
            Circumstances.Scene scene = circumstances.of(event);
            listeners.publishEvent(
                    new Recorded(write(event, scene), event, scene.actor().isAnother(event.account())));
        }
    }

    private long write(Event event, Circumstances.Scene scene) {
        return jdbc.sql("""
                insert into audit_event (at, kind, outcome, reason, account_id, login_hash, actor_kind, actor_id,
                    address, browser, session_hash, factor, details, node)
                values (:at, :kind, :outcome, :reason, :account, :login, :actorKind, :actor,
                    cast(:address as inet), :browser, :session, :factor, cast(:details as jsonb), :node)
                returning id""")
                .param("at", Timestamp.from(clock.instant()))
                .param("kind", event.kind().code())
                .param("outcome", event.kind().outcome().code())
                .param("reason", event.reason() == null ? null : event.reason().code())
                .param("account", event.account())
                .param("login", event.typedLogin() == null ? null : logins.of(event.typedLogin()))
                .param("actorKind", scene.actor().kind().code())
                .param("actor", scene.actor().id())
                .param("address", scene.address())
                .param("browser", scene.browser() == null ? null : StoredText.of(scene.browser()))
                .param("session", scene.session())
                .param("factor", event.factor())
                .param("details", json(event.with(Detail.KEY, scene.key()).details()))
                .param("node", NODE)
                .query(Long.class)
                .single();
    }

    /** One row a minute and source, however many there are; of IPv6 the source is the /64. */
    private void count(Event event, @Nullable String address) {
        Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        jdbc.sql("""
                insert into audit_wait as w (minute, kind, address, account_id, tries)
                values (:minute, :kind,
                    case when family(cast(:address as inet)) = 6
                        then cast(network(set_masklen(cast(:address as inet), 64)) as inet)
                        else cast(:address as inet) end,
                    :account, 1)
                on conflict (minute, kind, address, account_id) do update set tries = w.tries + 1""")
                .param("minute", Timestamp.from(minute))
                .param("kind", event.kind().code())
                .param("address", address)
                .param("account", event.account())
                .update();
    }

    private static String json(Map<Detail, String> details) {
        Map<String, String> stored = new TreeMap<>();
        details.forEach((detail, value) -> stored.put(detail.code(), StoredText.of(value)));
        return JSON.writeValueAsString(stored);
    }
}
