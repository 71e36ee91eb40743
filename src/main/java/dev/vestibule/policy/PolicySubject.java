package dev.vestibule.policy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * What a policy looks at in an account.
 *
 * @param reset whether its second factor was taken away, so that it has to enrol whatever the policy says
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
