package dev.vestibule.audit;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event as it was written down; codes where there are codes.
 *
 * @param account whose; the account may be gone
 * @param login the account's, as it is now; null when there is none any more
 * @param actorLogin likewise
 * @param session hash of the session's id, in hexadecimal
 * @param signIn which sign-in the session belonged to; null where there was none, or it was not kept yet
 * @param tries how many it stands for
 * @param node null for what is counted
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

    /** Whether somebody did it to another's account: of that its owner is told neither who nor from where. */
    public boolean byAnother() {
        return AuditActor.isAnother(actorKind, actor, account);
    }

    /** Where the list goes on after this one. */
    public AuditCursor cursor() {
        return new AuditCursor(at, id);
    }
}
