package dev.vestibule.policy;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The policies of all companies; nothing is cached, so a change takes effect on every node with its next request. */
@Component
public class Policies {
    /** For a query that joins the table by the alias {@code p}, outer, as not every company has a row. */
    public static final String COLUMNS = """
            p.mfa_required, p.grace_days, p.enrolment, p.trusted_devices_allowed, p.trusted_device_days,
            p.trusted_networks, p.administrators_since, p.everyone_since""";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    Policies(JdbcClient jdbc, Clock clock, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.events = events;
    }

    public Policy of(UUID company) {
        return jdbc.sql("select " + COLUMNS + " from policy p where company_id = :company")
                .param("company", company)
                .query((row, n) -> read(row))
                .optional()
                .orElse(Policy.NONE);
    }

    /** The policies of all companies that have one. */
    public Map<UUID, Policy> all() {
        Map<UUID, Policy> all = new HashMap<>();
        jdbc.sql("select p.company_id, " + COLUMNS + " from policy p").query(row -> {
            all.put(row.getObject("company_id", UUID.class), read(row));
        });
        return all;
    }

    /** Sets a policy, and publishes {@link PolicyChanged}. */
    @Transactional
    public Policy change(UUID company, PolicySettings terms) {
        Policy before = of(company);
        Policy after = before.change(terms, clock.instant());
        jdbc.sql("""
                insert into policy (company_id, mfa_required, grace_days, enrolment, trusted_devices_allowed,
                    trusted_device_days, trusted_networks, administrators_since, everyone_since)
                values (:company, :required, :grace, :enrolment, :allowed, :days, :networks, :administrators, :everyone)
                on conflict (company_id) do update
                set mfa_required = :required, grace_days = :grace, enrolment = :enrolment,
                    trusted_devices_allowed = :allowed, trusted_device_days = :days, trusted_networks = :networks,
                    administrators_since = :administrators, everyone_since = :everyone""")
                .param("company", company)
                .param("required", terms.mfaRequired().name())
                .param("grace", terms.graceDays())
                .param("enrolment", terms.enrolment().name())
                .param("allowed", terms.trustedDevicesAllowed())
                .param("days", terms.trustedDeviceDays())
                .param("networks", terms.trustedNetworks().toArray(String[]::new))
                .param("administrators", timestamp(after.administratorsSince()))
                .param("everyone", timestamp(after.everyoneSince()))
                .update();
        events.publishEvent(new PolicyChanged(company, before, after));
        return after;
    }

    /** The policy in a row of {@link #COLUMNS}. */
    public static Policy read(ResultSet row) throws SQLException {
        String required = row.getString("mfa_required");
        if (required == null) {
            return Policy.NONE;
        }
        PolicySettings terms = new PolicySettings(
                MfaRequired.valueOf(required),
                row.getInt("grace_days"),
                EnrolmentMethod.valueOf(row.getString("enrolment")),
                row.getBoolean("trusted_devices_allowed"),
                row.getObject("trusted_device_days", Integer.class),
                networks(row.getArray("trusted_networks")));
        return new Policy(
                terms, instant(row.getTimestamp("administrators_since")), instant(row.getTimestamp("everyone_since")));
    }

    private static List<String> networks(Array column) throws SQLException {
        return List.of((String[]) Objects.requireNonNull(column.getArray()));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
