package dev.vestibule.event;

import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An audit event, published within the transaction of the change, if there is one. The recorder adds the actor and the
 * address.
 *
 * @param account the account concerned; null when the event concerns no account
 * @param factor the code of the factor that was used; null without one
 * @param typedLogin the text typed as a username that no account has; users type passwords there, so the text is never
 *     stored or displayed in plain form
 * @param details never a password, a code, a token or a session id
 */
public record AuditEvent(
        AuditEventType kind,
        @Nullable UUID account,
        @Nullable AuditReason reason,
        @Nullable String factor,
        @Nullable String typedLogin,
        Map<AuditDetail, String> details) {

    public static AuditEvent of(AuditEventType kind) {
        return new AuditEvent(kind, null, null, null, null, Map.of());
    }

    public static AuditEvent of(AuditEventType kind, UUID account) {
        return new AuditEvent(kind, account, null, null, null, Map.of());
    }

    public AuditEvent because(AuditReason why) {
        return new AuditEvent(kind, account, why, factor, typedLogin, details);
    }

    /** @param code such as {@code totp} */
    public AuditEvent by(String code) {
        return new AuditEvent(kind, account, reason, code, typedLogin, details);
    }

    public AuditEvent forLogin(String typed) {
        return new AuditEvent(kind, account, reason, factor, typed, details);
    }

    /** Adds a detail; null adds nothing. */
    public AuditEvent with(AuditDetail detail, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        Map<AuditDetail, String> more = new EnumMap<>(AuditDetail.class);
        more.putAll(details);
        more.put(detail, value.toString());
        return new AuditEvent(kind, account, reason, factor, typedLogin, more);
    }

    @Override
    public String toString() {
        return "Event[" + kind + ", " + account + ", " + reason + "]";
    }
}
