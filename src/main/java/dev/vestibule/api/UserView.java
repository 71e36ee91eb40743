package dev.vestibule.api;

import dev.vestibule.account.Role;
import java.lang.reflect.RecordComponent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** An account as the API tells it; {@link #SQL} reads what this needs. */
@JsonNaming(SnakeCaseStrategy.class)
record UserView(
        UUID id,
        String login,
        String name,
        @Nullable String email,
        Company company,
        Role role,
        boolean disabled,
        boolean mfaEnabled,
        int authenticators,
        int recoveryCodesLeft,
        @Nullable Instant lastSignedInAt,
        Instant createdAt) {
    static final String SQL = """
            select a.id, a.login, a.name, a.email, a.company_id, c.name as company, a.role, a.disabled, a.mfa_enabled,
                (select count(*) from authenticator x where x.account_id = a.id) as authenticators,
                (select count(*) from recovery_code r where r.account_id = a.id and r.used_at is null) as codes,
                a.signed_in_at, a.created_at
            from account a join company c on c.id = a.company_id
            """;

    /** The names of all fields: one that a request may not change is read-only, any other is unknown. */
    static final Set<String> FIELDS = Arrays.stream(UserView.class.getRecordComponents())
            .map(RecordComponent::getName)
            .map(name -> name.replaceAll("[A-Z]", "_$0").toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    /** Whose people they are. */
    record Company(UUID id, String name) {}

    static UserView of(ResultSet row, int n) throws SQLException {
        Timestamp signedIn = row.getTimestamp("signed_in_at");
        return new UserView(
                row.getObject("id", UUID.class),
                row.getString("login"),
                row.getString("name"),
                row.getString("email"),
                new Company(row.getObject("company_id", UUID.class), row.getString("company")),
                Role.valueOf(row.getString("role")),
                row.getBoolean("disabled"),
                row.getBoolean("mfa_enabled"),
                row.getInt("authenticators"),
                row.getInt("codes"),
                signedIn == null ? null : signedIn.toInstant(),
                row.getTimestamp("created_at").toInstant());
    }
}
