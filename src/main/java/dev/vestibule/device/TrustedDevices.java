package dev.vestibule.device;

import dev.vestibule.account.MfaSwitched;
import dev.vestibule.account.PasswordChanged;
import dev.vestibule.account.Token;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.ParameterChanged;
import dev.vestibule.parameter.ParameterValues;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The browsers that people trust.
 *
 * <p>A device is honoured when its cookie carries the name that {@link Parameter#SECURE_COOKIE} calls for, its token's
 * hash is a present one of this account (see {@link TokenRotation}), and its lifetime, counted from the day of trust,
 * has not passed. A session keeps no more than that it rests on a device: the rest is asked on each request, so a
 * revoked device ends at once.
 */
@Component
public class TrustedDevices {
    private final JdbcClient jdbc;
    private final Browsers browsers;
    private final Clock clock;
    private final SecureRandom random;

    TrustedDevices(JdbcClient jdbc, Browsers browsers, Clock clock, SecureRandom random) {
        this.jdbc = jdbc;
        this.browsers = browsers;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Remembers this browser for this account, in place of what it carried for it before.
     *
     * @param admitted the credential version with which the asking session was let in; when it has ended meanwhile,
     *     nothing is remembered: a device must not outlive the change that ended all devices
     */
    @Transactional
    public void trust(
            UUID account,
            int admitted,
            ParameterValues parameters,
            HttpServletRequest request,
            HttpServletResponse response) {
        boolean secure = TrustedDeviceCookie.secure(parameters);
        Token token = Token.random(random);
        Duration lifetime = parameters.duration(Parameter.TRUSTED_DEVICE_DAYS);
        if (insert(account, admitted, token, secure, request, lifetime)) {
            forget(account, request, secure);
            TrustedDeviceCookie.write(response, account, token, secure, lifetime);
        }
    }

    /** Waits for whoever is about to end the account's devices, and looks at the version only then. */
    private boolean insert(
            UUID account, int admitted, Token token, boolean secure, HttpServletRequest request, Duration lifetime) {
        Instant now = clock.instant();
        return jdbc.sql("""
                with device as (
                    insert into trusted_device (id, account_id, token_hash, secure, browser, fingerprint,
                        trusted_at, expires_at, last_used_at, shown_at)
                    select :id, a.id, :hash, :secure, :browser, :fingerprint, :now, :expires, :now, :now
                    from account a where a.id = :account and a.credential_version = :admitted
                    for share
                    returning id)
                insert into trusted_device_token (token_hash, device_id) select :hash, id from device""")
                        .param("id", UUID.randomUUID())
                        .param("account", account)
                        .param("admitted", admitted)
                        .param("hash", token.hash())
                        .param("secure", secure)
                        .param("browser", browsers.describe(request))
                        .param("fingerprint", Fingerprint.of(request))
                        .param("now", Timestamp.from(now))
                        .param("expires", Timestamp.from(now.plus(lifetime)))
                        .update()
                == 1;
    }

    private void forget(UUID account, HttpServletRequest request, boolean secure) {
        TrustedDeviceCookie.read(request, account, secure)
                .ifPresent(token -> jdbc.sql("""
                        delete from trusted_device where account_id = :account
                            and id in (select device_id from trusted_device_token where token_hash = :hash)""")
                        .param("account", account)
                        .param("hash", token.hash())
                        .update());
    }

    /** The account's devices that are still honoured, the last used first. */
    public List<TrustedDevice> of(UUID account, ParameterValues parameters) {
        Duration lifetime = parameters.duration(Parameter.TRUSTED_DEVICE_DAYS);
        Instant now = clock.instant();
        return jdbc
                .sql("""
                select id, browser, trusted_at, last_used_at, expires_at from trusted_device
                where account_id = :account and secure = :secure order by last_used_at desc, id""")
                .param("account", account)
                .param("secure", TrustedDeviceCookie.secure(parameters))
                .query((row, n) -> device(row, lifetime))
                .list()
                .stream()
                .filter(device -> device.until().isAfter(now))
                .toList();
    }

    private static TrustedDevice device(ResultSet row, Duration lifetime) throws SQLException {
        Instant trustedAt = row.getTimestamp("trusted_at").toInstant();
        return new TrustedDevice(
                row.getObject("id", UUID.class),
                row.getString("browser"),
                trustedAt,
                row.getTimestamp("last_used_at").toInstant(),
                until(trustedAt, row.getTimestamp("expires_at").toInstant(), lifetime));
    }

    /** The end that was promised, or an earlier one when the lifetime has been shortened since. */
    static Instant until(Instant trustedAt, Instant promised, Duration lifetime) {
        Instant inForce = trustedAt.plus(lifetime);
        return inForce.isBefore(promised) ? inForce : promised;
    }

    /** Ends one device of this account; false when it is somebody else's, or none. */
    public boolean revoke(UUID account, UUID device) {
        return jdbc.sql("delete from trusted_device where account_id = :account and id = :id")
                        .param("account", account)
                        .param("id", device)
                        .update()
                == 1;
    }

    /** Ends them all. */
    public int revokeAll(UUID account) {
        return jdbc.sql("delete from trusted_device where account_id = :account")
                .param("account", account)
                .update();
    }

    @EventListener
    void end(PasswordChanged change) {
        revokeAll(change.account());
    }

    @EventListener
    void end(MfaSwitched change) {
        revokeAll(change.account());
    }

    @EventListener
    void end(ParameterChanged change) {
        if (change.parameter() == Parameter.SECURE_COOKIE && change.after() == 1) {
            endInsecure();
        }
        if (change.parameter() == Parameter.TRUSTED_DEVICE_DAYS) {
            endOlderThan(Duration.ofDays(Math.min(change.before(), change.after())));
        }
    }

    /** A cookie that travelled without Secure may have been read on the way: it is not taken for a safe one later. */
    private void endInsecure() {
        jdbc.sql("delete from trusted_device where not secure").update();
    }

    /** What the shorter lifetime ended, before the change or by it, does not come back with a longer one. */
    private void endOlderThan(Duration lifetime) {
        jdbc.sql("delete from trusted_device where trusted_at <= :latest")
                .param("latest", Timestamp.from(clock.instant().minus(lifetime)))
                .update();
    }
}
