package dev.vestibule.trusteddevice;

import dev.vestibule.account.AccountMoved;
import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.event.AuditReason;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.policy.Policy;
import dev.vestibule.policy.PolicyChanged;
import dev.vestibule.trusteddevice.RevokedDevices.End;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Revokes the devices that a company's policy no longer allows, for the whole company or for an account that moves to
 * it: devices that the policy forbids or whose lifetime it shortens. A less strict policy later does not revive them.
 */
@Component
public class PolicyDeviceRevocation {
    private static final String OF_COMPANY = "d.account_id in (select id from account where company_id = :id)";
    private static final String OF_ACCOUNT = "d.account_id = :id";

    private final RevokedDevices revokedDevices;
    private final Parameters parameters;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    PolicyDeviceRevocation(
            RevokedDevices revokedDevices,
            Parameters parameters,
            JdbcClient jdbc,
            Clock clock,
            ApplicationEventPublisher events) {
        this.revokedDevices = revokedDevices;
        this.parameters = parameters;
        this.jdbc = jdbc;
        this.clock = clock;
        this.events = events;
    }

    /** @param sql on {@code trusted_device}, by the alias {@code d} */
    private record Condition(String sql, Map<String, Object> values) {}

    @EventListener
    void end(PolicyChanged change) {
        Condition condition = condition(OF_COMPANY, change.company(), change.before(), change.after());
        end(condition, AuditEvent.of(AuditEventType.DEVICES_ENDED));
    }

    /** An account that moves to another company keeps only the devices that the new company honours. */
    @EventListener
    void end(AccountMoved change) {
        Condition condition = condition(OF_ACCOUNT, change.account(), change.before(), change.after());
        end(condition, AuditEvent.of(AuditEventType.DEVICES_ENDED, change.account()));
    }

    private void end(Condition condition, AuditEvent event) {
        int count = revokedDevices
                .end(End.POLICY, condition.sql(), condition.values())
                .size();
        if (count > 0) {
            events.publishEvent(event.because(AuditReason.POLICY_CHANGED).with(AuditDetail.COUNT, count));
        }
    }

    /** How many devices that are honoured now a change would revoke. */
    public int wouldEnd(UUID company, Policy before, Policy after) {
        Condition condition = condition(OF_COMPANY, company, before, after);
        Instant now = clock.instant();
        return jdbc.sql(
                        "select count(*) from trusted_device d where d.expires_at > :now and d.trusted_at > :oldest and "
                                + condition.sql())
                .params(condition.values())
                .param("now", Timestamp.from(now))
                .param("oldest", Timestamp.from(now.minus(lifetime(before))))
                .query(Integer.class)
                .single();
    }

    /** @param whose one of the two conditions above, with {@code id} as its parameter */
    private Condition condition(String whose, UUID id, Policy before, Policy after) {
        Map<String, Object> values = new HashMap<>(Map.of("id", id));
        if (!after.settings().trustedDevicesAllowed()) {
            return new Condition(whose, values);
        }
        Duration shorter = lifetime(before).compareTo(lifetime(after)) < 0 ? lifetime(before) : lifetime(after);
        values.put("latest", Timestamp.from(clock.instant().minus(shorter)));
        return new Condition(whose + " and d.trusted_at <= :latest", values);
    }

    private Duration lifetime(Policy policy) {
        return policy.inForce(parameters.current()).duration(Parameter.TRUSTED_DEVICE_DAYS);
    }
}
