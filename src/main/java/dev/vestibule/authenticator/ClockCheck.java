package dev.vestibule.authenticator;

import dev.vestibule.account.Factor;
import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.event.AuditReason;
import dev.vestibule.throttle.CodeTry;
import dev.vestibule.totp.ClockSearch;
import dev.vestibule.totp.Totp;
import dev.vestibule.totp.TotpCode;
import dev.vestibule.totp.TotpSecret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Whether the clock of a phone is off, from two codes in a row. It opens nothing.
 *
 * <p>The codes are spent by it. One that lies ahead would otherwise open the account when its time comes, to whoever saw
 * it typed.
 */
@Component
public class ClockCheck {
    private final Authenticators authenticators;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private final ClockSearch search = new ClockSearch();

    ClockCheck(Authenticators authenticators, JdbcClient jdbc, Clock clock, ApplicationEventPublisher events) {
        this.authenticators = authenticators;
        this.jdbc = jdbc;
        this.clock = clock;
        this.events = events;
    }

    /** What came of it. */
    public enum Outcome {
        FOUND,
        /** They are codes of the app, but one of them was used before: they tell nothing more. */
        USED,
        /** No app of the account shows them within {@link ClockSearch#RANGE}. */
        UNKNOWN
    }

    /**
     * @param app its name; empty unless found
     * @param ahead by how much the phone is ahead, negative when it is behind, to a step; zero unless found
     */
    public record Finding(Outcome outcome, String app, Duration ahead) {
        /** Whether the codes of this phone are accepted. */
        public boolean right() {
            return ahead.abs().compareTo(Totp.STEP.multipliedBy(Totp.WINDOW)) <= 0;
        }
    }

    /** Asks all apps of the account. @param tried whose they must be, and that the try is counted */
    @Transactional
    public Finding of(CodeTry tried, TotpCode first, TotpCode second) {
        return of(tried.account(), authenticators.secrets(tried.account()), first, second);
    }

    /** Asks one app, which must be of the account. @param tried as above */
    @Transactional
    public Finding of(CodeTry tried, UUID app, TotpCode first, TotpCode second) {
        Map<UUID, TotpSecret> secrets = authenticators.secrets(tried.account());
        secrets.keySet().retainAll(Set.of(app));
        return of(tried.account(), secrets, first, second);
    }

    private Finding of(UUID account, Map<UUID, TotpSecret> apps, TotpCode first, TotpCode second) {
        Instant now = clock.instant();
        Finding finding = new Finding(Outcome.UNKNOWN, "", Duration.ZERO);
        boolean spentBefore = false;
        for (var app : apps.entrySet()) {
            OptionalLong step = search.find(app.getValue(), first, second, now);
            if (step.isPresent()) {
                long found = step.getAsLong();
                spentBefore |= !burn(app.getKey(), found - 1, found, now);
                String name = authenticators
                        .find(account, app.getKey())
                        .map(Authenticator::name)
                        .orElse("");
                finding = new Finding(Outcome.FOUND, name, Totp.STEP.multipliedBy(found - Totp.stepAt(now)));
            }
        }
        return told(account, spentBefore ? new Finding(Outcome.USED, "", Duration.ZERO) : finding);
    }

    /**
     * Takes two steps out of use until they have passed. The newest step accepted stays what it is: a phone that is ahead
     * would be locked out once its clock is mended.
     *
     * @return false when a code of either was used before
     */
    private boolean burn(UUID app, long first, long second, Instant now) {
        return jdbc.sql("""
                update authenticator set burnt_steps = array(
                    select s from unnest(burnt_steps || array[cast(:first as bigint), cast(:second as bigint)]) s
                    where s >= :oldest)
                where id = :id and last_accepted_step not in (:first, :second)
                    and not burnt_steps && array[cast(:first as bigint), cast(:second as bigint)]""")
                        .param("first", first)
                        .param("second", second)
                        .param("oldest", Totp.stepAt(now) - Totp.WINDOW)
                        .param("id", app)
                        .update()
                == 1;
    }

    private Finding told(UUID account, Finding finding) {
        events.publishEvent(
                switch (finding.outcome()) {
                    case FOUND ->
                        AuditEvent.of(AuditEventType.CLOCK_CHECKED, account).with(AuditDetail.NAME, finding.app());
                    case USED ->
                        AuditEvent.of(AuditEventType.CODE_REFUSED, account)
                                .because(AuditReason.USED)
                                .by(Factor.TOTP.code());
                    case UNKNOWN ->
                        AuditEvent.of(AuditEventType.CODE_REFUSED, account)
                                .because(AuditReason.WRONG)
                                .by(Factor.TOTP.code());
                });
        return finding;
    }
}
