package dev.vestibule.audit;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One recorded event, with codes in place of texts.
 *
 * @param account the account that the event is about; it may be deleted
 * @param login the account's present one; null when the account is deleted
 * @param actorLogin the acting account's present one; null when that account is deleted
 * @param session hash of the session's id, in hexadecimal
 * @param signIn the sign-in of the session; null without a session, and for events before sign-ins were recorded
 * @param tries the number of attempts that the entry counts
 * @param node null for counted attempts
 */
public record AuditEntry(
        long id,
        Instant at,
        String kind,
        String outcome,
        @Nullable String reason,
        @Nullable UUID account,
        @Nullable String login,
        String actorKind,
        @Nullable UUID actor,
        @Nullable String actorLogin,
        @Nullable String address,
        @Nullable String browser,
        @Nullable String session,
        @Nullable UUID signIn,
        @Nullable String factor,
        Map<String, String> details,
        @Nullable String node,
        int tries) {

    /**
     * Whether somebody other than the user of the account acted; the user then sees neither the actor's name nor the
     * address.
     */
    public boolean byAnother() {
        return AuditActor.isAnother(actorKind, actor, account);
    }

    /** The position from which the list continues after this entry. */
    public AuditCursor cursor() {
        return new AuditCursor(at, id);
    }
}
