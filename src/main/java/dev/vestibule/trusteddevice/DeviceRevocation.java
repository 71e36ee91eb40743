package dev.vestibule.trusteddevice;

import dev.vestibule.account.AccountReset;
import dev.vestibule.account.MfaSwitched;
import dev.vestibule.account.PasswordChanged;
import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.event.AuditReason;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.ParameterChanged;
import dev.vestibule.trusteddevice.RevokedDevices.End;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Revokes trusted devices after a change of the password, of MFA or of a parameter, and after a reset. */
@Component
class DeviceRevocation {
    private final RevokedDevices ended;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    DeviceRevocation(RevokedDevices ended, Clock clock, ApplicationEventPublisher events) {
        this.ended = ended;
        this.clock = clock;
        this.events = events;
    }

    @EventListener
    void end(PasswordChanged change) {
        tellEnded(
                AuditEvent.of(AuditEventType.DEVICES_ENDED, change.account()).because(AuditReason.PASSWORD_CHANGED),
                ended.endAll(End.PASSWORD, change.account()));
    }

    @EventListener
    void end(MfaSwitched change) {
        tellEnded(
                AuditEvent.of(AuditEventType.DEVICES_ENDED, change.account()).because(AuditReason.MFA_SWITCHED),
                ended.endAll(End.MFA, change.account()));
    }

    @EventListener
    void end(AccountReset change) {
        tellEnded(
                AuditEvent.of(AuditEventType.DEVICES_ENDED, change.account()).because(AuditReason.ACCOUNT_RESET),
                ended.endAll(End.RESET, change.account()));
    }

    private void tellEnded(AuditEvent event, int count) {
        if (count > 0) {
            events.publishEvent(event.with(AuditDetail.COUNT, count));
        }
    }

    @EventListener
    void end(ParameterChanged change) {
        if (change.parameter() == Parameter.SECURE_COOKIE && change.after() == 1) {
            endInsecure();
        }
        if (change.parameter() == Parameter.TRUSTED_DEVICE_DAYS) {
            endOlderThan(Duration.ofDays(Math.min(change.before(), change.after())));
        }
    }

    /**
     * A cookie that was sent without Secure may have been read on the network: it is not accepted as a secure one
     * later.
     */
    private void endInsecure() {
        endByParameter(Parameter.SECURE_COOKIE, "not secure", Map.of());
    }

    /** Deletes devices that a shorter lifetime ended, so that a later, longer lifetime does not revive them. */
    private void endOlderThan(Duration lifetime) {
        Timestamp latest = Timestamp.from(clock.instant().minus(lifetime));
        endByParameter(Parameter.TRUSTED_DEVICE_DAYS, """
                trusted_at <= :latest and account_id not in (
                    select a.id from account a join policy p on p.company_id = a.company_id
                    where p.trusted_device_days is not null)""", Map.of("latest", latest));
    }

    /** Devices of all accounts. */
    private void endByParameter(Parameter parameter, String condition, Map<String, ?> values) {
        tellEnded(
                AuditEvent.of(AuditEventType.DEVICES_ENDED)
                        .because(AuditReason.PARAMETER_CHANGED)
                        .with(AuditDetail.NAME, parameter.key()),
                ended.end(End.PARAMETER, condition, values).size());
    }
}
