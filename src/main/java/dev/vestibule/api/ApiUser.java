package dev.vestibule.api;

import dev.vestibule.account.Role;
import dev.vestibule.policy.Policy;
import dev.vestibule.policy.PolicySubject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** An account in the API; {@link #SQL} selects the columns. */
@JsonNaming(SnakeCaseStrategy.class)
record ApiUser(
        UUID id,
        String login,
        String name,
        @Nullable String email,
        Company company,
        Role role,
        boolean disabled,
        boolean mfaEnabled,
        boolean mfaRequired,
        @Nullable Instant graceUntil,
        int authenticators,
        int recoveryCodesLeft,
        @Nullable Instant lastSignedInAt,
        Instant createdAt) {
    static final String SQL = String.format(Locale.ROOT, """
            select a.id, a.login, a.name, a.email, a.company_id, c.name as company, a.role, a.disabled, a.mfa_enabled, a.enrolment_due,
                (select count(*) from authenticator x where x.account_id = a.id) as authenticators,
                (select count(*) from recovery_code r where r.account_id = a.id and r.used_at is null) as codes,
                a.signed_in_at, a.created_at, %s
            from account a join company c on c.id = a.company_id left join policy p on p.company_id = c.id
            """, Policy.AS_JSON);

    /** The names of all fields: one that a request may not change is read-only, any other is unknown. */
    static final Set<String> FIELDS = Set.copyOf(JsonBodies.names(ApiUser.class));

    record Company(UUID id, String name) {}

    /** @param now on which it depends whether days of grace are left */
    static ApiUser of(ResultSet row, Instant now) throws SQLException {
        Role role = Role.valueOf(row.getString("role"));
        Policy policy = Policy.ofJson(row.getString("policy"));
        PolicySubject subject = PolicySubject.read(row);
        Timestamp signedIn = row.getTimestamp("signed_in_at");
        return new ApiUser(
                row.getObject("id", UUID.class),
                row.getString("login"),
                row.getString("name"),
                row.getString("email"),
                new Company(row.getObject("company_id", UUID.class), row.getString("company")),
                role,
                row.getBoolean("disabled"),
                subject.mfaEnabled(),
                policy.requiresMfa(subject.administrator()),
                policy.mfaStatus(subject, now).graceUntil(),
                row.getInt("authenticators"),
                row.getInt("codes"),
                signedIn == null ? null : signedIn.toInstant(),
                row.getTimestamp("created_at").toInstant());
    }
}
