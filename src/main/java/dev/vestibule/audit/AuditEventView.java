package dev.vestibule.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event of the audit log in the API. */
public record AuditEventView(
        String id,
        Instant at,
        String kind,
        String outcome,
        @Nullable String reason,
        @Nullable Account account,
        AuditActor actor,
        @Nullable String address,
        @Nullable String browser,
        @Nullable String factor,
        @Nullable String node) {
    /** @param login null when the account is deleted */
    public record Account(UUID id, @Nullable String login) {}

    /** @param id the acting account's */
    public record AuditActor(String kind, @Nullable UUID id) {}

    public static AuditEventView of(AuditEntry entry) {
        return of(entry, entry.actor(), entry.address(), entry.browser());
    }

    /** The event for the user of the account, without the name and the address of an acting administrator. */
    public static AuditEventView ofOwn(AuditEntry entry) {
        return entry.byAnother() ? of(entry, null, null, null) : of(entry);
    }

    private static AuditEventView of(
            AuditEntry entry, @Nullable UUID actor, @Nullable String address, @Nullable String browser) {
        UUID account = entry.account();
        return new AuditEventView(
                Long.toString(entry.id()),
                entry.at(),
                entry.kind(),
                entry.outcome(),
                entry.reason(),
                account == null ? null : new Account(account, entry.login()),
                new AuditActor(entry.actorKind(), actor),
                address,
                browser,
                entry.factor(),
                entry.node());
    }
}
