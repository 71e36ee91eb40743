package dev.vestibule.login;

import dev.vestibule.account.Factor;
import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.event.AuditReason;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.throttle.PasswordTries;
import dev.vestibule.trusteddevice.TrustedDevice;
import dev.vestibule.trusteddevice.TrustedDeviceDiagnosis;
import dev.vestibule.trusteddevice.TrustedDeviceFinding;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Publishes the audit events of the steps of a sign-in: each decision and its reason. */
@Component
public class LoginEvents {
    private final ApplicationEventPublisher events;
    private final TrustedDeviceDiagnosis diagnosis;

    LoginEvents(ApplicationEventPublisher events, TrustedDeviceDiagnosis diagnosis) {
        this.events = events;
        this.diagnosis = diagnosis;
    }

    /** The password step refused a password of this account. */
    void passwordRefused(UUID account, AuditReason why) {
        events.publishEvent(AuditEvent.of(AuditEventType.PASSWORD_REFUSED, account)
                .because(why)
                .by(Factor.PASSWORD.code()));
    }

    /** No account has the typed username. */
    void loginUnknown(String typed) {
        events.publishEvent(AuditEvent.of(AuditEventType.PASSWORD_REFUSED)
                .because(AuditReason.UNKNOWN)
                .by(Factor.PASSWORD.code())
                .forLogin(typed));
    }

    /** The password was right and a code is needed: the event has the reason why this browser does not skip it. */
    void codeAsked(AccountPrincipal principal, HttpServletRequest request) {
        TrustedDeviceFinding finding =
                diagnosis.of(principal.id(), principal.parameters(), principal.policy(), request);
        events.publishEvent(AuditEvent.of(AuditEventType.CODE_ASKED, principal.id())
                .because(finding.reason())
                .by(Factor.PASSWORD.code())
                .with(AuditDetail.NAME, finding.browser())
                .with(AuditDetail.ENDED, finding.endedAt()));
    }

    /** The password was right, and the user has to enrol before the sign-in is complete. */
    void enrolmentAsked(AccountPrincipal principal) {
        events.publishEvent(AuditEvent.of(AuditEventType.CODE_ASKED, principal.id())
                .because(principal.mfaStatus().byPass() ? AuditReason.ENROLMENT_DUE : AuditReason.MFA_REQUIRED)
                .by(Factor.PASSWORD.code()));
    }

    public void passRefused(AccountPrincipal principal, AuditReason why) {
        events.publishEvent(AuditEvent.of(AuditEventType.ENROLMENT_PASS_REFUSED, principal.id())
                .because(why));
    }

    /** @param account whose password was not checked; null when no account has the username, or when the network waits */
    public void passwordWaits(@Nullable UUID account) {
        events.publishEvent(
                account == null
                        ? AuditEvent.of(AuditEventType.PASSWORD_WAIT)
                        : AuditEvent.of(AuditEventType.PASSWORD_WAIT, account));
    }

    /** So many passwords of this account were wrong that it waits for every browser that it does not know. */
    void passwordsKeepFailing(UUID account) {
        events.publishEvent(AuditEvent.of(AuditEventType.PASSWORDS_KEEP_FAILING, account)
                .with(AuditDetail.COUNT, PasswordTries.FROM_ANYWHERE));
    }

    /** A code was not checked. */
    public void codeWaits(AccountPrincipal principal) {
        events.publishEvent(AuditEvent.of(AuditEventType.CODE_WAIT, principal.id()));
    }

    /** @param kind the kind of code that was asked for */
    public void codeRefused(AccountPrincipal principal, AuditReason why, Factor kind) {
        events.publishEvent(AuditEvent.of(AuditEventType.CODE_REFUSED, principal.id())
                .because(why)
                .by(kind.code()));
    }

    /** @param device the one that skipped the code, if one did */
    void signedIn(AccountPrincipal principal, Factor with, @Nullable TrustedDevice device) {
        AuditEvent event = AuditEvent.of(AuditEventType.SIGNED_IN, principal.id())
                .by(with.code())
                .because(why(with));
        events.publishEvent(
                device == null
                        ? event
                        : event.with(AuditDetail.NAME, device.browser()).with(AuditDetail.UNTIL, device.until()));
    }

    private static AuditReason why(Factor with) {
        return switch (with) {
            case TOTP -> AuditReason.CODE;
            case RECOVERY_CODE -> AuditReason.RECOVERY_CODE;
            case TRUSTED_DEVICE -> AuditReason.REMEMBERED;
            case PASSWORD -> AuditReason.NO_MFA;
        };
    }

    /** A signed-in user has reauthenticated. */
    void reauthenticated(AccountPrincipal principal, Factor with) {
        events.publishEvent(
                AuditEvent.of(AuditEventType.REAUTHENTICATED, principal.id()).by(with.code()));
    }

    /** Too many wrong codes ended the session in which they were typed. */
    void endedByCodes(AccountPrincipal principal) {
        events.publishEvent(
                AuditEvent.of(AuditEventType.SESSION_ENDED, principal.id()).because(AuditReason.CODES_FAILED));
    }

    void signedOut(AccountPrincipal principal) {
        events.publishEvent(AuditEvent.of(AuditEventType.SIGNED_OUT, principal.id()));
    }

    /** A link to choose a password was void when the form was sent. */
    public void linkRefused() {
        events.publishEvent(AuditEvent.of(AuditEventType.PASSWORD_LINK_REFUSED));
    }
}
