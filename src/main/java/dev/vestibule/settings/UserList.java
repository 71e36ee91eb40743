package dev.vestibule.settings;

import dev.vestibule.account.AccountPage;
import dev.vestibule.account.Role;
import dev.vestibule.policy.Policies;
import dev.vestibule.policy.Policy;
import dev.vestibule.policy.Standing;
import dev.vestibule.policy.Subject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The list of accounts by login, searched and paged by key, so that its last page costs no more than its first. */
@Component
class UserList {
    /** {@link Policy#standing} in the database's words, for a list that is narrowed to it; null where MFA is not required. */
    private static final String GRACE_END = """
            case when a.role = 'ADMIN' then greatest(p.administrators_since, a.created_at)
                    + p.grace_days * interval '24 hours'
                when p.everyone_since is not null then greatest(p.everyone_since, a.created_at)
                    + p.grace_days * interval '24 hours' end""";

    private final JdbcClient jdbc;
    private final Clock clock;

    UserList(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What the list can be narrowed to. */
    enum State {
        MFA("a.mfa_enabled"),
        NO_MFA("not a.mfa_enabled"),
        GRACE("not a.mfa_enabled and not a.enrolment_due and " + GRACE_END + " > :now", AccountPage::with),
        DUE("not a.mfa_enabled and (a.enrolment_due or " + GRACE_END + " <= :now)", AccountPage::with),
        DISABLED("a.disabled"),
        NO_PASSWORD("a.password is null");

        private final String condition;
        private final BiFunction<AccountPage, String, AccountPage> found;

        /** What an index follows. */
        State(String condition) {
            this(condition, AccountPage::byIndex);
        }

        State(String condition, BiFunction<AccountPage, String, AccountPage> found) {
            this.condition = condition;
            this.found = found;
        }

        AccountPage narrow(AccountPage page) {
            return found.apply(page, condition);
        }

        /** As the query of the page spells it. */
        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Optional<State> ofCode(String code) {
            return Arrays.stream(values())
                    .filter(state -> state.code().equals(code))
                    .findFirst();
        }
    }

    /** A line of the list. */
    public record Row(
            UUID id,
            String login,
            String name,
            @Nullable String email,
            String company,
            Role role,
            boolean mfa,
            Standing standing,
            boolean disabled,
            boolean hasPassword,
            @Nullable Instant lastSignedInAt) {}

    /** @param next the login after which the next page begins; null on the last one */
    record Page(List<Row> rows, @Nullable String next) {}

    /** How many there are of each kind, for the administrator's home. */
    public record Counts(long accounts, long withMfa, long withoutPassword, long disabled) {}

    /**
     * One page.
     *
     * @param prefix of a login, a name or an e-mail address; empty for all
     * @param after the login before the first one wanted; empty for the first page
     */
    Page find(String prefix, @Nullable State state, String after, int size) {
        Instant now = clock.instant();
        AccountPage page = new AccountPage(after, size + 1).beginningWith(prefix);
        if (state != null) {
            state.narrow(page).value("now", Timestamp.from(now));
        }
        List<Row> rows = jdbc.sql(String.format(Locale.ROOT, """
                select a.id, a.login, a.name, a.email, c.name as company, a.role, a.mfa_enabled, a.enrolment_due,
                    a.disabled, a.password is not null as has_password, a.signed_in_at, a.created_at, %s
                from account a join company c on c.id = a.company_id left join policy p on p.company_id = c.id
                where a.id in (%s) order by a.login""", Policies.COLUMNS, page.ids()))
                .params(page.values())
                .query((row, n) -> row(row, now))
                .list();
        return rows.size() <= size
                ? new Page(rows, null)
                : new Page(rows.subList(0, size), rows.get(size - 1).login());
    }

    Counts counts() {
        return jdbc.sql("""
                select count(*) as accounts, count(*) filter (where mfa_enabled) as with_mfa,
                    count(*) filter (where password is null) as without_password,
                    count(*) filter (where disabled) as disabled
                from account""").query(Counts.class).single();
    }

    private static Row row(ResultSet row, Instant now) throws SQLException {
        Role role = Role.valueOf(row.getString("role"));
        Subject subject = Subject.read(row);
        Timestamp signedIn = row.getTimestamp("signed_in_at");
        return new Row(
                row.getObject("id", UUID.class),
                row.getString("login"),
                row.getString("name"),
                row.getString("email"),
                row.getString("company"),
                role,
                subject.mfaEnabled(),
                Policies.read(row).standing(subject, now),
                row.getBoolean("disabled"),
                row.getBoolean("has_password"),
                signedIn == null ? null : signedIn.toInstant());
    }
}
