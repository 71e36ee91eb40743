package dev.vestibule.event;

import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, published within the transaction that did it, if there is one. Who acted and from where is
 * known to who keeps account of it.
 *
 * @param account whose; null when it concerns nobody in particular
 * @param factor the code of the factor that was shown; null when it is about none
 * @param typedLogin what was typed where an account's login belongs and no account has it; people type passwords there,
 *     so it is never stored or shown as it is
 * @param details in no case a password, a code, a token or an id of a session
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

    /** Tells one thing more; null tells nothing. */
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
