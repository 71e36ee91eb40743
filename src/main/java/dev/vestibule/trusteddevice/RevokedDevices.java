package dev.vestibule.trusteddevice;

import dev.vestibule.account.AccountDeleted;
import dev.vestibule.event.AuditReason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Deletes devices and stores for a while why, so that a sign-in can explain why the device was not accepted. */
@Component
class RevokedDevices {
    private final JdbcClient jdbc;
    private final Clock clock;

    RevokedDevices(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Why a device was revoked or expired, as the database stores it. */
    enum End {
        REVOKED(AuditReason.DEVICE_REVOKED),
        REPLACED(AuditReason.DEVICE_REPLACED),
        EXPIRED(AuditReason.DEVICE_EXPIRED),
        PASSWORD(AuditReason.DEVICE_ENDED_BY_PASSWORD),
        MFA(AuditReason.DEVICE_ENDED_BY_MFA),
        RESET(AuditReason.DEVICE_ENDED_BY_RESET),
        PARAMETER(AuditReason.DEVICE_ENDED_BY_PARAMETER),
        POLICY(AuditReason.DEVICE_ENDED_BY_POLICY),
        COPIED(AuditReason.DEVICE_COPIED);

        private final AuditReason reason;

        End(AuditReason reason) {
            this.reason = reason;
        }
    }

    /**
     * Revokes the devices that match a condition, by one statement; a device that had expired is stored as expired.
     *
     * @param condition SQL on {@code trusted_device}, by the alias {@code d}, with parameters by name
     * @return the browsers of the revoked devices, without those that had expired before
     */
    List<String> end(End why, String condition, Map<String, ?> parameters) {
        return delete(why, condition, parameters, " where expires_at > :now");
    }

    /**
     * Deletes expired devices.
     *
     * @return how many, at most {@code limit}
     */
    int endExpired(int limit) {
        String condition = """
                d.id in (select id from trusted_device where expires_at <= :now
                    order by expires_at limit :limit for update skip locked)""";
        return delete(End.EXPIRED, condition, Map.of("limit", limit), "").size();
    }

    private List<String> delete(End why, String condition, Map<String, ?> parameters, String counted) {
        Instant now = clock.instant();
        return jdbc.sql(String.format(Locale.ROOT, """
                with gone as (
                    delete from trusted_device d where %s returning d.id, d.account_id, d.browser, d.expires_at
                ), kept as (
                    insert into ended_device (token_hash, account_id, browser, ended, ended_at)
                    select t.token_hash, gone.account_id, gone.browser,
                        case when gone.expires_at <= :now then 'EXPIRED' else :why end, least(gone.expires_at, :now)
                    from gone join trusted_device_token t on t.device_id = gone.id
                    on conflict (token_hash) do nothing
                )
                select browser from gone%s""", condition, counted))
                .params(parameters)
                .param("why", why.name())
                .param("now", Timestamp.from(now))
                .query(String.class)
                .list();
    }

    /** Revokes all devices of an account and returns how many there were. */
    int endAll(End why, UUID account) {
        return end(why, "account_id = :account", Map.of("account", account)).size();
    }

    /** Deletes all rows of an account, the revoked ones too, as no user is left to be told why. */
    @EventListener
    void forget(AccountDeleted gone) {
        List.of("trusted_device", "ended_device")
                .forEach(table -> jdbc.sql("delete from " + table + " where account_id = :account")
                        .param("account", gone.account())
                        .update());
    }

    Optional<TrustedDeviceFinding> find(UUID account, byte[] tokenHash) {
        return jdbc.sql("""
                select browser, ended, ended_at from ended_device
                where account_id = :account and token_hash = :hash""")
                .param("account", account)
                .param("hash", tokenHash)
                .query(RevokedDevices::fate)
                .optional();
    }

    private static TrustedDeviceFinding fate(ResultSet row, int n) throws SQLException {
        return new TrustedDeviceFinding(
                End.valueOf(row.getString("ended")).reason,
                row.getString("browser"),
                row.getTimestamp("ended_at").toInstant());
    }
}
