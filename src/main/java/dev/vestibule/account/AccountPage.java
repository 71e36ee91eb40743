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
 * The query for one page of a list of accounts: in an order, from one account on (keyset paging), filtered by
 * conditions.
 *
 * <p>A condition may hold for nearly all accounts or for none, and the database cannot know where in the list the
 * matching accounts are: reading along the order finds them soon in one case and reads a million accounts in the other.
 * Therefore the query first reads a limited number of accounts along the order. Only if these do not fill the page, it
 * reads all matching accounts by their own indexes and sorts them.
 */
public final class AccountPage {
    /** The minimum number of accounts that are read along the order, which takes a few milliseconds. */
    private static final int READ_AHEAD = 1_000;

    private static final int READ_AHEAD_FOR_EACH = 20;

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();
    private final AccountOrder order;
    private final int limit;
    private boolean indexed = true;

    /**
     * A page of the list by username.
     *
     * @param after the username before the first one of the page; empty for the first page
     * @param limit the maximum number of accounts
     */
    public AccountPage(String after, int limit) {
        this(new AccountOrder(Column.LOGIN, false, after.isEmpty() ? null : new Cursor(after, after)), limit);
    }

    /** @param limit the maximum number of accounts */
    public AccountPage(AccountOrder order, int limit) {
        values.putAll(order.values());
        values.put("limit", limit);
        this.order = order;
        this.limit = limit;
    }

    /**
     * Filters by a prefix of the username, the name or the e-mail address, compared as {@link FoldedText}; a blank text
     * does not filter.
     */
    public AccountPage beginningWith(String typed) {
        String prefix = FoldedText.of(typed);
        return prefix.isEmpty()
                ? this
                : with("(a.login_folded like :prefix or a.name_folded like :prefix or a.email_folded like :prefix)")
                        .value("prefix", prefix.replaceAll("([\\\\%_])", "\\\\$1") + "%");
    }

    /**
     * Filters by the value of a column.
     *
     * @param column of the account; also the value's name in the query
     * @param value null: does not filter
     */
    public AccountPage where(String column, @Nullable Object value) {
        return value == null ? this : byIndex("a." + column + " = :" + column).value(column, value);
    }

    /** Filters by a condition that an index supports, in the order of the usernames or for few accounts. */
    public AccountPage byIndex(String condition) {
        indexed &= conditions.isEmpty();
        conditions.add(condition);
        return this;
    }

    /** Filters by a condition, in which {@code a} is the account and {@code p} its company's policy. */
    public AccountPage with(String condition) {
        indexed = false;
        conditions.add(condition);
        return this;
    }

    /** Sets the value of a condition's parameter. */
    public AccountPage value(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** A query for the ids of the page, at most {@code limit} ids in no order. */
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
     * A query for the number of matching accounts on all pages, up to a maximum.
     *
     * @param most the maximum, so that the count takes only a few milliseconds
     */
    public String count(int most) {
        String all = String.join("", conditions.stream().map(" and "::concat).toList());
        // The order makes the database read only the index, when an index contains the counted accounts.
        String by = indexed ? " order by a.login" : "";
        return "select count(*) from (select from account a left join policy p on p.company_id = a.company_id where true"
                + all + by + " limit " + most + ") counted";
    }

    /** The values of the queries' parameters. */
    public Map<String, Object> values() {
        return values;
    }
}
