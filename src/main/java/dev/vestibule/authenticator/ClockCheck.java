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
 * Determines from two consecutive codes whether the clock of a phone is wrong. The check does not authenticate the
 * user.
 *
 * <p>It marks the codes as used. Otherwise an attacker who saw a code of a future time step being typed could sign in
 * with it when that time comes.
 */
@Component
public class ClockCheck {
    private final Authenticators authenticators;
    private final AuthenticatorApps apps;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private final ClockSearch search = new ClockSearch();

    ClockCheck(
            Authenticators authenticators,
            AuthenticatorApps apps,
            JdbcClient jdbc,
            Clock clock,
            ApplicationEventPublisher events) {
        this.authenticators = authenticators;
        this.apps = apps;
        this.jdbc = jdbc;
        this.clock = clock;
        this.events = events;
    }

    /** The result of a check. */
    public enum Outcome {
        FOUND,
        /** The codes belong to the app, but one of them was used before, so they say nothing more about the clock. */
        USED,
        /** No app of the account has these codes within {@link ClockSearch#RANGE}. */
        UNKNOWN
    }

    /**
     * @param app the name of the app; empty unless found
     * @param ahead how far the phone's clock is ahead, in whole time steps, negative when it is behind; zero unless
     *     found
     */
    public record Finding(Outcome outcome, String app, Duration ahead) {
        /** Whether the codes of this phone are accepted. */
        public boolean right() {
            return ahead.abs().compareTo(Totp.STEP.multipliedBy(Totp.WINDOW)) <= 0;
        }
    }

    /**
     * Checks the codes against all apps of the account.
     *
     * @param tried the reserved try; the codes must be of its account
     */
    @Transactional
    public Finding of(CodeTry tried, TotpCode first, TotpCode second) {
        return of(tried.account(), authenticators.secrets(tried.account()), first, second);
    }

    /**
     * Checks the codes against one app of the account.
     *
     * @param tried as above
     */
    @Transactional
    public Finding of(CodeTry tried, UUID app, TotpCode first, TotpCode second) {
        Map<UUID, TotpSecret> secrets = authenticators.secrets(tried.account());
        secrets.keySet().retainAll(Set.of(app));
        return of(tried.account(), secrets, first, second);
    }

    private Finding of(UUID account, Map<UUID, TotpSecret> secrets, TotpCode first, TotpCode second) {
        Instant now = clock.instant();
        Finding finding = new Finding(Outcome.UNKNOWN, "", Duration.ZERO);
        boolean usedBefore = false;
        for (var app : secrets.entrySet()) {
            OptionalLong step = search.find(app.getValue(), first, second, now);
            if (step.isPresent()) {
                long found = step.getAsLong();
                usedBefore |= !invalidate(app.getKey(), found - 1, found, now);
                String name = apps.find(account, app.getKey())
                        .map(Authenticator::name)
                        .orElse("");
                finding = new Finding(Outcome.FOUND, name, Totp.STEP.multipliedBy(found - Totp.stepAt(now)));
            }
        }
        return told(account, usedBefore ? new Finding(Outcome.USED, "", Duration.ZERO) : finding);
    }

    /**
     * Invalidates the codes of two time steps. The newest accepted step stays as it is: otherwise a phone whose clock
     * is ahead would be locked out once the user corrects the clock.
     *
     * @return false when a code of either step was used before
     */
    private boolean invalidate(UUID app, long first, long second, Instant now) {
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
