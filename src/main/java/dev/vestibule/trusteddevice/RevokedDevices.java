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

/** Takes devices away and remembers for a while why, so that a sign-in can say what became of the one it shows. */
@Component
class RevokedDevices {
    private final JdbcClient jdbc;
    private final Clock clock;

    RevokedDevices(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Why a device ended, as the database keeps it. */
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
     * Ends the devices that a condition names, by one statement; one whose time was up before ended by that.
     *
     * @param condition SQL on {@code trusted_device}, by the alias {@code d}, with parameters by name
     * @return the browsers of those that ended by this, and not by their time before
     */
    List<String> end(End why, String condition, Map<String, ?> parameters) {
        return delete(why, condition, parameters, " where expires_at > :now");
    }

    /** Ends some of the devices whose time is up. @return how many, at most {@code limit} */
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

    /** Ends all of an account, and says how many there were. */
    int endAll(End why, UUID account) {
        return end(why, "account_id = :account", Map.of("account", account)).size();
    }

    /** Takes those of an account away, the ended ones too: nobody is left who could be told why. */
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
