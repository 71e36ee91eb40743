package dev.vestibule.account;

import dev.vestibule.account.AccountOrder.Column;
import dev.vestibule.account.AccountOrder.Cursor;
import dev.vestibule.text.FoldedText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which accounts are on one page of a list: in an order, from one account on (keyset paging), narrowed by conditions.
 *
 * <p>A condition may hold for nearly all accounts or for none, and the database cannot know where in the list those are
 * for which it holds: reading along the order finds them soon in one case and reads a million accounts in the other. So
 * the query reads a bounded number of accounts along the order first; only if these do not fill the page it reads all
 * that match by their own indexes and sorts them.
 */
public final class AccountPage {
    /** Accounts that are read along the order: at least so many, which takes some milliseconds, and so many for each wanted. */
    private static final int READ_AHEAD = 1_000;

    private static final int READ_AHEAD_FOR_EACH = 20;

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();
    private final AccountOrder order;
    private final int limit;
    private boolean indexed = true;

    /**
     * A page of the list by login.
     *
     * @param after the login before the first one wanted; empty for the first page
     * @param limit how many there may be at most
     */
    public AccountPage(String after, int limit) {
        this(new AccountOrder(Column.LOGIN, false, after.isEmpty() ? null : new Cursor(after, after)), limit);
    }

    /** @param limit how many there may be at most */
    public AccountPage(AccountOrder order, int limit) {
        values.putAll(order.values());
        values.put("limit", limit);
        this.order = order;
        this.limit = limit;
    }

    /** Narrows to a prefix of the login, the name or the e-mail address, by their {@link FoldedText}; blank: does not. */
    public AccountPage beginningWith(String typed) {
        String prefix = FoldedText.of(typed);
        return prefix.isEmpty()
                ? this
                : with("(a.login_folded like :prefix or a.name_folded like :prefix or a.email_folded like :prefix)")
                        .value("prefix", prefix.replaceAll("([\\\\%_])", "\\\\$1") + "%");
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
        if (conditions.isEmpty()) {
            return "select a.id from " + order.next(limit);
        }
        if (order.column() == Column.LOGIN && (indexed || values.containsKey("login"))) {
            return "select a.id from " + order.tables("account a") + " where " + order.fromHere() + all + " order by "
                    + order.orderBy() + " limit :limit";
        }
        return String.format(
                Locale.ROOT,
                """
                with near as materialized (
                    select a.id, %1$s from %2$s where true%3$s order by %4$s limit :limit),
                far as materialized (
                    select a.id, %1$s from %5$s where (select count(*) from near) < :limit and %6$s%3$s)
                select id from (
                    select * from near where (select count(*) from near) = :limit
                    union all select * from far) found
                order by %7$s limit :limit""",
                order.keys(),
                order.tables(order.next(Math.max(READ_AHEAD, READ_AHEAD_FOR_EACH * limit))),
                all,
                order.orderBy(),
                order.tables("account a"),
                order.fromHere(),
                order.orderByKeys());
    }

    /**
     * A query for the number of accounts for which the conditions hold, on this page or another, up to a bound.
     *
     * @param most what is counted at most, so that the count takes no longer than some milliseconds
     */
    public String count(int most) {
        String all = String.join("", conditions.stream().map(" and "::concat).toList());
        // In the order of an index, where one has the accounts that are counted: then it alone is read.
        String by = indexed ? " order by a.login" : "";
        return "select count(*) from (select from account a left join policy p on p.company_id = a.company_id where true"
                + all + by + " limit " + most + ") counted";
    }

    /** The values that the queries name. */
    public Map<String, Object> values() {
        return values;
    }
}
