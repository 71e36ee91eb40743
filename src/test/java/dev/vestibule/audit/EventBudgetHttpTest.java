package dev.vestibule.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.event.AuditReason;
import dev.vestibule.platform.BatchDelete;
import dev.vestibule.platform.Cleanup;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nobody may delete from the log, so nobody fills it: beyond a budget, events are counted. */
@VestibuleTest
class EventBudgetHttpTest {
    private static final int BUDGET = AuditRecorder.budget(AuditEventType.PROFILE_CHANGED);
    private static final int FAILURES = AuditRecorder.budget(AuditEventType.CODE_REFUSED);

    @Autowired
    Browsers browsers;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    SecondNode second;

    @Autowired
    AuditTrail trail;

    @Autowired
    Cleanup eventBudgetCleanup;

    @Autowired
    BatchDelete batches;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TestClock clock;

    private UUID account = new UUID(0, 0);

    @BeforeEach
    void begin() {
        jdbc.sql("delete from throttle").update();
        account = UUID.randomUUID();
    }

    @Test
    void eventsWhenManyComeAtOnceOnTwoNodesThenTheBudgetIsWrittenAndTheRestCounted() throws InterruptedException {
        ApplicationEventPublisher other = second.context();
        List<Callable<Boolean>> sources = IntStream.range(0, 10)
                .mapToObj(n -> (Callable<Boolean>) () -> {
                    for (int i = 0; i < 20; i++) {
                        (n % 2 == 0 ? events : other)
                                .publishEvent(AuditEvent.of(AuditEventType.PROFILE_CHANGED, account));
                    }
                    return true;
                })
                .toList();

        Race.between(sources);

        assertThat(written("profile_changed")).isEqualTo(BUDGET);
        assertThat(counted("profile_changed")).isEqualTo(200 - BUDGET);
    }

    @Test
    void budgetWhenUsedUpThenIsThatOfOneKindReasonSourceAndHour() {
        publish(AuditEvent.of(AuditEventType.CODE_REFUSED, account).because(AuditReason.FORMAT), FAILURES + 5);
        publish(AuditEvent.of(AuditEventType.CODE_REFUSED, account).because(AuditReason.WRONG), 1);
        publish(AuditEvent.of(AuditEventType.PROFILE_CHANGED, account), 1);
        publish(AuditEvent.of(AuditEventType.CODE_REFUSED, UUID.randomUUID()).because(AuditReason.FORMAT), 1);

        assertThat(written("code_refused")).isEqualTo(FAILURES + 1);
        assertThat(written("profile_changed")).isOne();
        assertThat(counted("code_refused")).isEqualTo(5);
        clock.pass(Duration.ofHours(1));
        publish(AuditEvent.of(AuditEventType.CODE_REFUSED, account).because(AuditReason.FORMAT), 1);
        assertThat(written("code_refused")).isEqualTo(FAILURES + 2);
    }

    @Test
    void eventWhenCountedThenIsListedWithItsReasonItsOutcomeAndItsActor() {
        publish(AuditEvent.of(AuditEventType.API_KEY_REFUSED, account).because(AuditReason.KEY_EXPIRED), FAILURES + 7);
        publish(AuditEvent.of(AuditEventType.SIGNED_OUT, account), BUDGET + 1);

        assertThat(counts(AuditEventType.API_KEY_REFUSED)).containsExactly("failure key_expired system 7");
        assertThat(counts(AuditEventType.SIGNED_OUT)).containsExactly("info null system 1");
    }

    @Test
    void accountsWhenManyAreMadeAtOnceThenEachIsWritten() {
        for (int i = 0; i < 2 * BUDGET; i++) {
            publish(AuditEvent.of(AuditEventType.ACCOUNT_CREATED, account), 1);
        }

        assertThat(written("account_created")).isEqualTo(2 * BUDGET);
    }

    @Test
    void malformedCodesThenWaitAndAreCounted(@WithMfa TestAccount ann) {
        account = ann.id();
        TestBrowser browser = browsers.open();
        browser.enterPassword(ann);
        for (int i = 0; i < 50; i++) {
            browser.enterCode(i % 2 == 0 ? "12345" : "");
        }
        browser.post("/login/recovery", "recovery_code", "none");

        assertThat(browser.enterCode("12345").location()).isEqualTo("/login/code?error=wait");
        assertThat(browser.get("/login/code").says("Too many")).isTrue();
        assertThat(browser.enterCode(ann.code()).location()).isEqualTo("/login/code?error=wait");
        assertThat(written("code_refused")).isEqualTo(20);
        assertThat(counted("code_wait")).isEqualTo(33);
        clock.pass(Duration.ofSeconds(30));
        assertThat(browser.enterCode(ann.code()).location()).isEqualTo("/");
    }

    @Test
    void usedCodesAndOwnChangesWhenThereAreManyThenAreCounted(@WithMfa TestAccount ann) {
        account = ann.id();
        TestBrowser browser = browsers.open().signIn(ann);
        TestBrowser other = browsers.open();
        other.enterPassword(ann);
        String token = browser.token();
        String used = "confirmation_code=" + ann.code() + "&_csrf=" + other.token();
        for (int i = 0; i < BUDGET + 10; i++) {
            assertThat(browser.postRaw("/preferences/profile", "name=Ann+" + i + "&time_zone=UTC&_csrf=" + token)
                            .status())
                    .isEqualTo(303);
            assertThat(other.postRaw("/login/code", used).location()).isEqualTo("/login/code?error=used");
        }

        assertThat(written("profile_changed")).isEqualTo(BUDGET);
        assertThat(counted("profile_changed")).isEqualTo(10);
        assertThat(counts(AuditEventType.PROFILE_CHANGED)).containsExactly("info null user 10");
        assertThat(written("code_refused")).isEqualTo(FAILURES);
    }

    @Test
    void budgetsWhenTheirHourIsOverThenAreDeleted() {
        publish(AuditEvent.of(AuditEventType.SIGNED_OUT, account), 1);
        clock.pass(Duration.ofHours(4));
        jdbc.sql("insert into event_budget values (now() + interval '900 days', 'x', 1)")
                .update();

        batches.delete(eventBudgetCleanup);

        assertThat(jdbc.sql("select count(*) from event_budget")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    private void publish(AuditEvent event, int times) {
        for (int i = 0; i < times; i++) {
            events.publishEvent(event);
        }
    }

    private int written(String kind) {
        return jdbc.sql("select count(*) from audit_event where account_id = :account and kind = :kind")
                .param("account", account)
                .param("kind", kind)
                .query(Integer.class)
                .single();
    }

    private int counted(String kind) {
        return jdbc.sql("select coalesce(sum(tries), 0) from audit_wait where account_id = :account and kind = :kind")
                .param("account", account)
                .param("kind", kind)
                .query(Integer.class)
                .single();
    }

    private List<String> counts(AuditEventType kind) {
        AuditFilter filter = new AuditFilter(account, null, kind, null, null, null, null);
        return trail.find(filter, null, 200).entries().stream()
                .filter(entry -> entry.node() == null)
                .map(entry -> entry.outcome() + " " + entry.reason() + " " + entry.actorKind() + " " + entry.tries())
                .toList();
    }
}
