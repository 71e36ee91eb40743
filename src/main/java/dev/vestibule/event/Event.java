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
public record Event(
        Kind kind,
        @Nullable UUID account,
        @Nullable Reason reason,
        @Nullable String factor,
        @Nullable String typedLogin,
        Map<Detail, String> details) {

    public static Event of(Kind kind) {
        return new Event(kind, null, null, null, null, Map.of());
    }

    public static Event of(Kind kind, UUID account) {
        return new Event(kind, account, null, null, null, Map.of());
    }

    public Event because(Reason why) {
        return new Event(kind, account, why, factor, typedLogin, details);
    }

    /** @param code such as {@code totp} */
    public Event by(String code) {
        return new Event(kind, account, reason, code, typedLogin, details);
    }

    public Event forLogin(String typed) {
        return new Event(kind, account, reason, factor, typed, details);
    }

    /** Tells one thing more; null tells nothing. */
    public Event with(Detail detail, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        Map<Detail, String> more = new EnumMap<>(Detail.class);
        more.putAll(details);
        more.put(detail, value.toString());
        return new Event(kind, account, reason, factor, typedLogin, more);
    }

    @Override
    public String toString() {
        return "Event[" + kind + ", " + account + ", " + reason + "]";
    }
}
