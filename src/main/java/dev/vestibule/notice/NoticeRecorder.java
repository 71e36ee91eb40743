package dev.vestibule.notice;

import dev.vestibule.audit.AuditEventRecorded;
import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.platform.BestEffort;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Notifies users of changes that an attacker would make too (ASVS 5.0, 6.3.5 and 6.3.7), in the transaction of the
 * change; a failure is logged and does not undo the change.
 */
@Component
class NoticeRecorder {
    /** Types that cause a notice regardless of the actor. */
    private static final Set<AuditEventType> ALWAYS = EnumSet.of(
            AuditEventType.MFA_ENABLED,
            AuditEventType.MFA_DISABLED,
            AuditEventType.WIZARD_OPENED,
            AuditEventType.AUTHENTICATOR_ADDED,
            AuditEventType.AUTHENTICATOR_REMOVED,
            AuditEventType.RECOVERY_CODES_MADE,
            AuditEventType.RECOVERY_CODE_USED,
            AuditEventType.DEVICE_TRUSTED,
            AuditEventType.DEVICE_REVOKED,
            AuditEventType.DEVICES_REVOKED,
            AuditEventType.DEVICE_COPIED,
            AuditEventType.API_KEY_MADE,
            AuditEventType.PASSWORD_CHANGED,
            AuditEventType.PASSWORD_LINK_USED,
            AuditEventType.ENROLMENT_PASS_USED,
            AuditEventType.NEW_BROWSER,
            AuditEventType.CODES_FAILED,
            AuditEventType.CODES_KEEP_FAILING,
            AuditEventType.PASSWORDS_KEEP_FAILING);

    /** Types that cause a notice only when another account is the actor. */
    private static final Set<AuditEventType> BY_OTHERS = EnumSet.of(
            AuditEventType.ACCOUNT_CHANGED,
            AuditEventType.ACCOUNT_DISABLED,
            AuditEventType.ACCOUNT_ENABLED,
            AuditEventType.ACCOUNT_RESET,
            AuditEventType.ACCOUNT_UNLOCKED,
            AuditEventType.API_KEY_REVOKED,
            AuditEventType.API_KEYS_REVOKED,
            AuditEventType.ENROLMENT_PASS_ISSUED,
            AuditEventType.PASSWORD_LINK_ISSUED,
            AuditEventType.ROLE_CHANGED,
            AuditEventType.SESSIONS_ENDED);

    private final Notices notices;
    private final BestEffort bestEffort;

    NoticeRecorder(Notices notices, BestEffort bestEffort) {
        this.notices = notices;
        this.bestEffort = bestEffort;
    }

    @EventListener
    void on(AuditEventRecorded recorded) {
        UUID account = recorded.event().account();
        AuditEventType kind = recorded.event().kind();
        if (account != null && (ALWAYS.contains(kind) || recorded.byAnother() && BY_OTHERS.contains(kind))) {
            bestEffort.run("a notice is left", () -> notices.add(recorded.id(), account, kind));
        }
    }

    /** An attacker could shorten the retention to have events deleted sooner. */
    @EventListener
    void onShorterRetention(AuditEventRecorded recorded) {
        AuditEvent event = recorded.event();
        if (event.kind() == AuditEventType.PARAMETER_CHANGED
                && Parameter.AUDIT_RETENTION_DAYS.key().equals(event.details().get(AuditDetail.NAME))
                && number(event, AuditDetail.AFTER) < number(event, AuditDetail.BEFORE)) {
            bestEffort.run(
                    "notices of the shorter retention are left", () -> notices.addForAdministrators(recorded.id()));
        }
    }

    private static int number(AuditEvent event, AuditDetail detail) {
        return Integer.parseInt(event.details().getOrDefault(detail, "0"));
    }
}
