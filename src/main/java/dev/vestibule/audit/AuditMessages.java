package dev.vestibule.audit;

import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.web.Times;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Formats events as text for pages. */
@Component
public class AuditMessages {
    /** Events whose details contain a role. */
    private static final Set<String> ROLES =
            Set.of(AuditEventType.ROLE_CHANGED.code(), AuditEventType.ACCOUNT_CREATED.code());

    private final MessageSource messages;
    private final Times times;

    AuditMessages(MessageSource messages, Times times) {
        this.messages = messages;
        this.times = times;
    }

    /**
     * The text of an event on a page.
     *
     * @param title the kind of event
     * @param why the reason and the details, in a sentence; null without them
     * @param good true for a success, false for a failure, null for neither; selects the badge
     * @param who the kind of actor, as text
     * @param actor the id that belongs to {@code actorLogin}; its account may be deleted
     */
    public record Line(
            Instant at,
            String title,
            @Nullable String why,
            @Nullable Boolean good,
            @Nullable UUID account,
            @Nullable String login,
            String who,
            @Nullable UUID actor,
            @Nullable String actorLogin,
            @Nullable String address,
            @Nullable String browser) {}

    /** For an administrator. */
    public Line line(AuditEntry entry, ZoneId zone) {
        return line(
                entry, zone, entry.actorKind(), entry.actor(), entry.actorLogin(), entry.address(), entry.browser());
    }

    /** The line for the user of the account, without the name and the address of an acting administrator. */
    public Line ownLine(AuditEntry entry, ZoneId zone) {
        String kind = entry.actorKind();
        if (entry.byAnother()) {
            // The name of an administrator's API key is not shown to other users.
            boolean byKey = kind.equals(AuditActor.Kind.API_KEY.code());
            return line(entry, zone, byKey ? AuditActor.Kind.ADMINISTRATOR.code() : kind, null, null, null, null);
        }
        boolean inPerson = kind.equals(AuditActor.Kind.USER.code());
        return line(entry, zone, inPerson ? "self" : kind, null, null, entry.address(), entry.browser());
    }

    private Line line(
            AuditEntry entry,
            ZoneId zone,
            String who,
            @Nullable UUID actor,
            @Nullable String actorLogin,
            @Nullable String address,
            @Nullable String browser) {
        return new Line(
                entry.at(),
                message("audit.kind." + entry.kind(), new Object[0]),
                why(entry, zone),
                switch (entry.outcome()) {
                    case "success" -> Boolean.TRUE;
                    case "failure" -> Boolean.FALSE;
                    default -> null;
                },
                entry.account(),
                entry.login(),
                message("audit.actor." + who, new Object[] {entry.details().getOrDefault(AuditDetail.KEY.code(), "")}),
                actor,
                actorLogin,
                address,
                browser);
    }

    private @Nullable String why(AuditEntry entry, ZoneId zone) {
        Object[] told = told(entry, zone);
        boolean beyondBudget = entry.node() == null
                && AuditEventType.ofCode(entry.kind()).stream().noneMatch(AuditEventType::counted);
        if (beyondBudget) {
            return message("audit.counted", told);
        }
        if (entry.reason() != null) {
            return message("audit.reason." + entry.reason(), told);
        }
        boolean tells = entry.details().keySet().stream().anyMatch(detail -> !detail.equals(AuditDetail.KEY.code()));
        return tells ? message("audit.detail." + entry.kind(), told) : null;
    }

    /** The arguments of the messages; a detail that the event does not have is empty. */
    private Object[] told(AuditEntry entry, ZoneId zone) {
        return Arrays.stream(AuditDetail.values())
                .map(detail -> value(entry.kind(), detail, entry.details().getOrDefault(detail.code(), ""), zone))
                .toArray();
    }

    private String value(String kind, AuditDetail detail, String stored, ZoneId zone) {
        boolean change = detail == AuditDetail.BEFORE || detail == AuditDetail.AFTER;
        if (change && kind.equals(AuditEventType.POLICY_CHANGED.code())) {
            return PolicyMessages.sentences(stored, messages);
        }
        if (change && ROLES.contains(kind) && !stored.isEmpty()) {
            return message("role." + stored, new Object[0]);
        }
        boolean moment = detail == AuditDetail.UNTIL || detail == AuditDetail.ENDED;
        return moment && !stored.isEmpty() ? times.date(Instant.parse(stored), zone) : stored;
    }

    /** Falls back to the key, because another release may have stored a code in the same database. */
    private String message(String key, Object[] arguments) {
        return Objects.requireNonNullElse(
                messages.getMessage(key, arguments, key, LocaleContextHolder.getLocale()), key);
    }
}
