package dev.vestibule.account;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which accounts are on one page of a list: by login, from a login on (keyset paging), narrowed by whatever is asked for.
 *
 * <p>What is asked for may be had by nearly everybody or by nobody, and the database cannot know where in the list they
 * are: a walk along the logins that finds them soon in one case passes a million accounts in the other. So it walks a
 * short way first; only if that does not fill the page are all that match gathered by their own indexes and put in order.
 */
public final class AccountPage {
    /** How far is walked: at least so many accounts, which takes some milliseconds, and so many for each that is wanted. */
    private static final int WALK = 1_000;

    private static final int WALK_FOR_EACH = 20;

    private static final String FROM = "account a left join policy p on p.company_id = a.company_id";

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();
    private final int limit;
    private boolean indexed = true;

    /**
     * @param after the login before the first one wanted; empty for the first page
     * @param limit how many there may be at most
     */
    public AccountPage(String after, int limit) {
        values.put("after", after);
        values.put("limit", limit);
        this.limit = limit;
    }

    /** Narrows to a prefix of the login, the name or the e-mail address, in whatever case; blank: does not. */
    public AccountPage beginningWith(String typed) {
        String prefix = typed.strip().toLowerCase(Locale.ROOT).replaceAll("([\\\\%_])", "\\\\$1") + "%";
        return typed.isBlank()
                ? this
                : with("(a.login like :prefix or lower(a.name) like :prefix or lower(a.email) like :prefix)")
                        .value("prefix", prefix);
    }

    /**
     * Narrows to those for whom the column has the value.
     *
     * @param column of the account; also the value's name in the query
     * @param value null: does not narrow
     */
    public AccountPage where(String column, @Nullable Object value) {
        return value == null ? this : byIndex("a." + column + " = :" + column).value(column, value);
    }

    /** Narrows to those for whom a condition holds that an index follows, in the order of the logins or for few accounts. */
    public AccountPage byIndex(String condition) {
        indexed &= conditions.isEmpty();
        conditions.add(condition);
        return this;
    }

    /** Narrows to those for whom a condition holds; {@code a} is the account in it, and {@code p} its company's policy. */
    public AccountPage with(String condition) {
        indexed = false;
        conditions.add(condition);
        return this;
    }

    /** A value that a condition names. */
    public AccountPage value(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** A query for the ids, of as many as there may be, in no order. */
    public String ids() {
        String all = String.join("", conditions.stream().map(" and "::concat).toList());
        if (indexed || values.containsKey("login")) {
            return "select a.id from " + FROM + " where a.login > :after" + all + " order by a.login limit :limit";
        }
        return String.format(Locale.ROOT, """
                with near as materialized (
                    select a.id, a.login
                    from (select * from account where login > :after order by login limit %1$d) a
                        left join policy p on p.company_id = a.company_id
                    where true%2$s order by a.login limit :limit),
                far as materialized (
                    select a.id, a.login from %3$s
                    where (select count(*) from near) < :limit and a.login > :after%2$s)
                select id from (
                    select * from near where (select count(*) from near) = :limit
                    union all select * from far) found
                order by login limit :limit""", Math.max(WALK, WALK_FOR_EACH * limit), all, FROM);
    }

    /** The values that {@link #ids} names. */
    public Map<String, Object> values() {
        return values;
    }
}
