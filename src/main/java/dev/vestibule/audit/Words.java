package dev.vestibule.audit;

import dev.vestibule.event.Detail;
import dev.vestibule.event.Kind;
import dev.vestibule.page.Times;
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

/** Events in words, for pages. */
@Component
public class Words {
    /** Events that tell a role. */
    private static final Set<String> ROLES = Set.of(Kind.ROLE_CHANGED.code(), Kind.ACCOUNT_CREATED.code());

    private final MessageSource messages;
    private final Times times;

    Words(MessageSource messages, Times times) {
        this.messages = messages;
        this.times = times;
    }

    /**
     * An event as a page shows it.
     *
     * @param title what happened
     * @param why the reason and what else there is to tell, in a sentence; null when there is nothing
     * @param good whether it is a success, for the badge; null when it is neither that nor a failure
     * @param who the kind of who did it, in words
     * @param actor the id behind {@code actorLogin}; there may be nobody any more who has it
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
    public Line line(Entry entry, ZoneId zone) {
        return line(
                entry, zone, entry.actorKind(), entry.actor(), entry.actorLogin(), entry.address(), entry.browser());
    }

    /** For whom it is about: which administrator acted, and from where, is not for everybody. */
    public Line ownLine(Entry entry, ZoneId zone) {
        String kind = entry.actorKind();
        if (entry.byAnother()) {
            // What an administrator calls his key is his own affair.
            boolean byKey = kind.equals(Actor.Kind.API_KEY.code());
            return line(entry, zone, byKey ? Actor.Kind.ADMINISTRATOR.code() : kind, null, null, null, null);
        }
        boolean inPerson = kind.equals(Actor.Kind.USER.code());
        return line(entry, zone, inPerson ? "self" : kind, null, null, entry.address(), entry.browser());
    }

    private Line line(
            Entry entry,
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
                message("audit.actor." + who, new Object[] {entry.details().getOrDefault(Detail.KEY.code(), "")}),
                actor,
                actorLogin,
                address,
                browser);
    }

    private @Nullable String why(Entry entry, ZoneId zone) {
        Object[] told = told(entry, zone);
        boolean beyondBudget =
                entry.node() == null && Kind.ofCode(entry.kind()).stream().noneMatch(Kind::counted);
        if (beyondBudget) {
            return message("audit.counted", told);
        }
        if (entry.reason() != null) {
            return message("audit.reason." + entry.reason(), told);
        }
        boolean tells = entry.details().keySet().stream().anyMatch(detail -> !detail.equals(Detail.KEY.code()));
        return tells ? message("audit.detail." + entry.kind(), told) : null;
    }

    /** What the texts name by number; what an event does not tell is empty. */
    private Object[] told(Entry entry, ZoneId zone) {
        return Arrays.stream(Detail.values())
                .map(detail -> value(entry.kind(), detail, entry.details().getOrDefault(detail.code(), ""), zone))
                .toArray();
    }

    private String value(String kind, Detail detail, String stored, ZoneId zone) {
        boolean change = detail == Detail.BEFORE || detail == Detail.AFTER;
        if (change && kind.equals(Kind.POLICY_CHANGED.code())) {
            return PolicyMessages.sentences(stored, messages);
        }
        if (change && ROLES.contains(kind) && !stored.isEmpty()) {
            return message("role." + stored, new Object[0]);
        }
        boolean moment = detail == Detail.UNTIL || detail == Detail.ENDED;
        return moment && !stored.isEmpty() ? times.date(Instant.parse(stored), zone) : stored;
    }

    /** A code of another release, on the same database, is better than nothing. */
    private String message(String key, Object[] arguments) {
        return Objects.requireNonNullElse(
                messages.getMessage(key, arguments, key, LocaleContextHolder.getLocale()), key);
    }
}
