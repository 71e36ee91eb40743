package dev.vestibule.trusteddevice;

import dev.vestibule.encryption.Token;
import dev.vestibule.event.AuditReason;
import dev.vestibule.parameter.ParameterValues;
import dev.vestibule.policy.Policy;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Explains why the cookie of a trusted device did not skip the code at a sign-in. */
@Component
public class TrustedDeviceDiagnosis {
    private final JdbcClient jdbc;
    private final RevokedDevices revokedDevices;
    private final Clock clock;

    TrustedDeviceDiagnosis(JdbcClient jdbc, RevokedDevices revokedDevices, Clock clock) {
        this.jdbc = jdbc;
        this.revokedDevices = revokedDevices;
        this.clock = clock;
    }

    /** A device that was not revoked, expired or not. */
    private record Living(String browser, Trust trust) {}

    /** Why this browser needs a code, by the cookie that it sent or did not send. */
    public TrustedDeviceFinding of(
            UUID account, ParameterValues parameters, Policy policy, HttpServletRequest request) {
        boolean secure = TrustedDeviceCookie.secure(parameters);
        Optional<Token> token = TrustedDeviceCookie.read(request, account, secure);
        if (token.isPresent()) {
            var refusal = policy.refusesDevice(request.getRemoteAddr());
            return revokedDevices
                    .find(account, token.get().hash())
                    .or(() -> living(account, token.get()).map(device -> fate(device, parameters, refusal)))
                    .orElse(TrustedDeviceFinding.of(AuditReason.UNKNOWN_COOKIE));
        }
        boolean other = TrustedDeviceCookie.read(request, account, !secure).isPresent();
        return TrustedDeviceFinding.of(other ? AuditReason.COOKIE_OF_OTHER_KIND : AuditReason.NO_COOKIE);
    }

    /** Whether the device of a token has not expired, by the values in force. */
    boolean lasts(UUID account, Token token, ParameterValues parameters) {
        return living(account, token)
                .filter(device -> device.trust().lasts(parameters, clock.instant()))
                .isPresent();
    }

    private Optional<Living> living(UUID account, Token token) {
        return jdbc.sql("""
                select d.browser, d.secure, d.fingerprint, d.trusted_at, d.expires_at
                from trusted_device d join trusted_device_token t on t.device_id = d.id
                where t.token_hash = :hash and d.account_id = :account""")
                .param("hash", token.hash())
                .param("account", account)
                .query((row, n) -> new Living(row.getString("browser"), Trust.of(row)))
                .optional();
    }

    /**
     * The device exists but is not honoured: refused in this network, expired, or another kind of browser sent its
     * cookie.
     */
    private TrustedDeviceFinding fate(Living device, ParameterValues parameters, Optional<AuditReason> refusal) {
        if (refusal.isPresent()) {
            return new TrustedDeviceFinding(refusal.get(), device.browser(), null);
        }
        return device.trust().lasts(parameters, clock.instant())
                ? new TrustedDeviceFinding(AuditReason.OTHER_BROWSER, device.browser(), null)
                : new TrustedDeviceFinding(
                        AuditReason.DEVICE_EXPIRED,
                        device.browser(),
                        device.trust().until(parameters));
    }
}
