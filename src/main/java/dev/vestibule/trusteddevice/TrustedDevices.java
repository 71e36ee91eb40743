package dev.vestibule.trusteddevice;

import dev.vestibule.encryption.Token;
import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.ParameterValues;
import dev.vestibule.platform.AfterCommit;
import dev.vestibule.trusteddevice.RevokedDevices.End;
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
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The trusted devices of all accounts.
 *
 * <p>A device is honoured when its cookie has the name that {@link Parameter#SECURE_COOKIE} requires, its token's hash
 * is a current one of this account (see {@link TokenRotation}), and its lifetime, counted from the day of trust, has
 * not passed. A session stores only that it rests on a device: each request checks the rest, so a revoked device is
 * refused at once.
 */
@Component
public class TrustedDevices {
    private final JdbcClient jdbc;
    private final BrowserNames browserNames;
    private final Clock clock;
    private final SecureRandom random;
    private final RevokedDevices revokedDevices;
    private final ApplicationEventPublisher events;

    TrustedDevices(
            JdbcClient jdbc,
            BrowserNames browserNames,
            Clock clock,
            SecureRandom random,
            RevokedDevices revokedDevices,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.browserNames = browserNames;
        this.clock = clock;
        this.random = random;
        this.revokedDevices = revokedDevices;
        this.events = events;
    }

    /**
     * Trusts this browser for this account, in place of the device that it had for it before.
     *
     * @param admitted the credential version with which the calling session was authenticated; when that has ended
     *     meanwhile, nothing is stored: a new device must not survive the change that revoked all devices
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
        String browser = browserNames.describe(request);
        if (insert(account, admitted, token, secure, browser, BrowserFingerprint.of(request), lifetime)) {
            forget(account, request, secure);
            events.publishEvent(AuditEvent.of(AuditEventType.DEVICE_TRUSTED, account)
                    .with(AuditDetail.NAME, browser)
                    .with(AuditDetail.UNTIL, clock.instant().plus(lifetime)));
            AfterCommit.run(() -> TrustedDeviceCookie.write(response, account, token, secure, lifetime));
        }
    }

    /** Waits for concurrent changes of the company's policy: no device may begin that the change would revoke. */
    private Optional<UUID> holdCompany(UUID account) {
        return jdbc.sql(
                        "select c.id from company c join account a on a.company_id = c.id where a.id = :id for share of c")
                .param("id", account)
                .query(UUID.class)
                .optional();
    }

    /**
     * Waits for concurrent revocations of the account's devices before it reads the version and the policy. It locks
     * the company before the account, in the same order as those changes do.
     */
    private boolean insert(
            UUID account,
            int admitted,
            Token token,
            boolean secure,
            String browser,
            String fingerprint,
            Duration lifetime) {
        Optional<UUID> company = holdCompany(account);
        if (company.isEmpty()) {
            return false;
        }
        Instant now = clock.instant();
        return jdbc.sql("""
                with device as (
                    insert into trusted_device (id, account_id, token_hash, secure, browser, fingerprint,
                        trusted_at, expires_at, last_used_at, shown_at)
                    select :id, a.id, :hash, :secure, :browser, :fingerprint, :now, :expires, :now, :now
                    from account a where a.id = :account and a.credential_version = :admitted
                        and a.company_id = :company and not exists (
                            select from policy p where p.company_id = :company and not p.trusted_devices_allowed)
                    for share of a
                    returning id)
                insert into trusted_device_token (token_hash, device_id) select :hash, id from device""")
                        .param("id", UUID.randomUUID())
                        .param("account", account)
                        .param("company", company.get())
                        .param("admitted", admitted)
                        .param("hash", token.hash())
                        .param("secure", secure)
                        .param("browser", browser)
                        .param("fingerprint", fingerprint)
                        .param("now", Timestamp.from(now))
                        .param("expires", Timestamp.from(now.plus(lifetime)))
                        .update()
                == 1;
    }

    private void forget(UUID account, HttpServletRequest request, boolean secure) {
        TrustedDeviceCookie.read(request, account, secure)
                .ifPresent(token -> revokedDevices.end(
                        End.REPLACED,
                        "account_id = :account"
                                + " and id in (select device_id from trusted_device_token where token_hash = :hash)",
                        Map.of("account", account, "hash", token.hash())));
    }

    /** The account's devices that are honoured, the last used first. */
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

    static TrustedDevice device(ResultSet row, Duration lifetime) throws SQLException {
        Instant trustedAt = row.getTimestamp("trusted_at").toInstant();
        return new TrustedDevice(
                row.getObject("id", UUID.class),
                row.getString("browser"),
                trustedAt,
                row.getTimestamp("last_used_at").toInstant(),
                until(trustedAt, row.getTimestamp("expires_at").toInstant(), lifetime));
    }

    /** The promised expiry, or an earlier one when the lifetime has been shortened since. */
    static Instant until(Instant trustedAt, Instant promised, Duration lifetime) {
        Instant inForce = trustedAt.plus(lifetime);
        return inForce.isBefore(promised) ? inForce : promised;
    }

    /** Revokes one device of this account; false when the account has no such device. */
    @Transactional
    public boolean revoke(UUID account, UUID device) {
        List<String> gone = revokedDevices.end(
                End.REVOKED, "account_id = :account and id = :id", Map.of("account", account, "id", device));
        gone.forEach(browser -> events.publishEvent(
                AuditEvent.of(AuditEventType.DEVICE_REVOKED, account).with(AuditDetail.NAME, browser)));
        return !gone.isEmpty();
    }

    @Transactional
    public int revokeAll(UUID account) {
        int count = revokedDevices.endAll(End.REVOKED, account);
        if (count > 0) {
            events.publishEvent(
                    AuditEvent.of(AuditEventType.DEVICES_REVOKED, account).with(AuditDetail.COUNT, count));
        }
        return count;
    }
}
