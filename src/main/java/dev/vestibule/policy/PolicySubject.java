package dev.vestibule.policy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * The properties of an account on which a policy depends.
 *
 * @param reset whether the account's second factor was reset, so that the user has to enrol regardless of the policy
 */
public record PolicySubject(boolean administrator, boolean mfaEnabled, boolean reset, Instant createdAt) {
    /** From a row with the account's columns {@code role, mfa_enabled, enrolment_due, created_at}. */
    public static PolicySubject read(ResultSet row) throws SQLException {
        return new PolicySubject(
                "ADMIN".equals(row.getString("role")),
                row.getBoolean("mfa_enabled"),
                row.getBoolean("enrolment_due"),
                row.getTimestamp("created_at").toInstant());
    }
}
