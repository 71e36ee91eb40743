package dev.vestibule.account;

import dev.vestibule.text.FoldedText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The order of a list of accounts, and the account from which a page of it is read. Accounts that are equal by the
 * column are ordered by username in the same direction, so that the order is total.
 *
 * @param descending whether the page is read against the column's order: either the list is descending or it is read
 *     backwards, but not both
 * @param after the account next to the page, which is not on the page; null at the end of the list where reading begins
 */
public record AccountOrder(
        Column column, boolean descending, @Nullable Cursor after) {

    /** The columns that a list can be ordered by; each has an index. */
    public enum Column {
        LOGIN("a.login", "cast(:key as text)"),
        NAME("a.name_folded collate \"C\"", "cast(:key as text) collate \"C\""),
        COMPANY("c.name_folded collate \"C\"", "cast(:key as text) collate \"C\""),
        /** Accounts that have never signed in come before all others. */
        LAST_SIGN_IN("coalesce(a.signed_in_at, '-infinity')", "cast(:key as timestamptz)");

        /** The key of {@link #LAST_SIGN_IN} for an account that has never signed in. */
        public static final String NEVER = "-infinity";

        private final String expression;
        private final String key;

        Column(String expression, String key) {
            this.expression = expression;
            this.key = key;
        }
    }

    /**
     * The position of an account in the list.
     *
     * @param key the column's value for the account: a name as written or folded; for the last sign-in an RFC 3339 time
     *     or {@link Column#NEVER}
     */
    public record Cursor(String key, String login) {}

    /** For {@code order by}; {@code a} is the account, {@code c} its company. */
    public String orderBy() {
        String direction = descending ? " desc" : "";
        return column == Column.LOGIN ? "a.login" + direction : column.expression + direction + ", a.login" + direction;
    }

    /** The columns by which {@link AccountPage} sorts the ids a second time, named {@code key} and {@code login}. */
    String keys() {
        return column.expression + " as key, a.login";
    }

    /** For {@code order by}, in terms of {@link #keys}. */
    String orderByKeys() {
        String direction = descending ? " desc" : "";
        return "key" + direction + ", login" + direction;
    }

    /** The condition for the accounts of this page and of all that follow it. */
    String fromHere() {
        if (after == null) {
            return "true";
        }
        return column == Column.LOGIN
                ? "a.login " + beyond() + " :after"
                : "(" + column.expression + ", a.login) " + beyond() + " (" + column.key + ", :after)";
    }

    /** The tables of a list in this order, as {@code a}, {@code p} and, where the order needs it, {@code c}. */
    String tables(String accounts) {
        String company = column == Column.COMPANY ? " join company c on c.id = a.company_id" : "";
        return accounts + company + " left join policy p on p.company_id = a.company_id";
    }

    /** The next {@code count} accounts from here on, as a table named {@code a}, found by an index. */
    String next(int count) {
        String direction = descending ? " desc" : "";
        if (column != Column.COMPANY) {
            return "(select a.* from account a where " + fromHere() + " order by " + orderBy() + " limit " + count
                    + ") a";
        }
        String companies = after == null ? "" : " where " + column.expression + " " + beyond() + "= " + column.key;
        String accounts = after == null ? "" : " and (c.name_folded <> :key or a.login " + beyond() + " :after)";
        return "(select a.* from company c cross join lateral (select a.* from account a where a.company_id = c.id"
                + accounts + " order by a.login" + direction + " limit " + count + ") a" + companies
                + " order by " + orderBy() + " limit " + count + ") a";
    }

    private String beyond() {
        return descending ? "<" : ">";
    }

    /** The values of the conditions' parameters. */
    Map<String, Object> values() {
        if (after == null) {
            return Map.of();
        }
        boolean folded = column == Column.NAME || column == Column.COMPANY;
        String key = folded ? FoldedText.of(after.key()) : after.key();
        return Map.of("key", key, "after", after.login());
    }
}
