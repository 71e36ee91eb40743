package dev.vestibule.settings.user;

import dev.vestibule.account.AccountOrder;
import dev.vestibule.account.AccountPage;
import dev.vestibule.account.Role;
import dev.vestibule.policy.MfaStatus;
import dev.vestibule.policy.Policy;
import dev.vestibule.policy.PolicySubject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The list of accounts, searched, sorted and paged by key, so that its last page costs no more than its first. */
@Component
public class UserList {
    /** {@link Policy#mfaStatus} as SQL, for the filter of the list; null where MFA is not required. */
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

    /** The filters of the list. */
    enum State {
        MFA("a.mfa_enabled"),
        NO_MFA("not a.mfa_enabled"),
        GRACE("not a.mfa_enabled and not a.enrolment_due and " + GRACE_END + " > :now", AccountPage::with),
        DUE("not a.mfa_enabled and (a.enrolment_due or " + GRACE_END + " <= :now)", AccountPage::with),
        DISABLED("a.disabled"),
        NO_PASSWORD("a.password is null");

        private final String condition;
        private final BiFunction<AccountPage, String, AccountPage> found;

        /** The sort columns that have an index. */
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

        /** The name in the page's query. */
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
            MfaStatus standing,
            boolean disabled,
            boolean hasPassword,
            @Nullable Instant lastSignedInAt) {}

    /**
     * A page of the list.
     *
     * @param previous the cursor of the previous page; null on the first page
     * @param next the cursor of the next page; null on the last page
     */
    record Page(
            List<Row> rows,
            @Nullable String previous,
            @Nullable String next) {}

    /** The maximum of {@link #count}: enough for most lists, and counted in some milliseconds. */
    static final int COUNTED = 10_000;

    /** The numbers of accounts of each kind, for the administrator's home page. */
    public record Counts(long accounts, long withMfa, long withoutPassword, long disabled) {}

    /** One page. */
    Page find(UserSearch search, int size) {
        Instant now = clock.instant();
        UserSort sort = search.order();
        AccountOrder order = sort.from(search.cursor(), search.backward());
        AccountPage page = narrowed(new AccountPage(order, size + 1), search, now);
        List<Row> read = jdbc.sql(String.format(Locale.ROOT, """
                select a.id, a.login, a.name, a.email, c.name as company, a.role, a.mfa_enabled, a.enrolment_due,
                    a.disabled, a.password is not null as has_password, a.signed_in_at, a.created_at, %s
                from account a join company c on c.id = a.company_id left join policy p on p.company_id = c.id
                where a.id in (%s) order by %s""", Policy.AS_JSON, page.ids(), order.orderBy()))
                .params(page.values())
                .query((row, n) -> row(row, now))
                .list();
        boolean more = read.size() > size;
        List<Row> rows = new ArrayList<>(more ? read.subList(0, size) : read);
        if (rows.isEmpty()) {
            return new Page(rows, null, null);
        }
        if (search.backward()) {
            Collections.reverse(rows);
        }
        boolean before = search.backward() ? more : !search.cursor().isEmpty();
        boolean after = search.backward() || more;
        return new Page(
                rows, before ? sort.cursor(rows.get(0)) : null, after ? sort.cursor(rows.get(rows.size() - 1)) : null);
    }

    /** The number of accounts on all pages of the search; one more than {@link #COUNTED} when there are more. */
    int count(UserSearch search) {
        AccountPage page = narrowed(new AccountPage("", 1), search, clock.instant());
        return jdbc.sql(page.count(COUNTED + 1))
                .params(page.values())
                .query(Integer.class)
                .single();
    }

    private static AccountPage narrowed(AccountPage page, UserSearch search, Instant now) {
        page.beginningWith(search.prefix());
        State state = search.narrowing();
        return state == null ? page : state.narrow(page).value("now", Timestamp.from(now));
    }

    public Counts counts() {
        return jdbc.sql("""
                select count(*) as accounts, count(*) filter (where mfa_enabled) as with_mfa,
                    count(*) filter (where password is null) as without_password,
                    count(*) filter (where disabled) as disabled
                from account""").query(Counts.class).single();
    }

    private static Row row(ResultSet row, Instant now) throws SQLException {
        Role role = Role.valueOf(row.getString("role"));
        PolicySubject subject = PolicySubject.read(row);
        Timestamp signedIn = row.getTimestamp("signed_in_at");
        return new Row(
                row.getObject("id", UUID.class),
                row.getString("login"),
                row.getString("name"),
                row.getString("email"),
                row.getString("company"),
                role,
                subject.mfaEnabled(),
                Policy.ofJson(row.getString("policy")).mfaStatus(subject, now),
                row.getBoolean("disabled"),
                row.getBoolean("has_password"),
                signedIn == null ? null : signedIn.toInstant());
    }
}
