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
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Detects theft: a trusted device's token skips one code, and the answer brings its successor.
 *
 * <p>A browser that sends an already used token holds a copy, or its token was copied. The server cannot distinguish
 * the two, so it revokes the device. A browser may lose the answer, though, or sign in from two tabs at once: the
 * previous token is accepted once more as long as its successor has not been sent. Both successors are current then,
 * until one of them is used.
 *
 * <p>Only a sign-in uses a token; any other request merely sends it.
 */
@Component
public class TokenRotation {
    /** Whether a sign-in that began at {@code :begun} may use the token; decided on the device's one row. */
    private static final String USABLE = """
            (:hash in (d.token_hash, d.sibling_hash) or d.previous_hash = :hash and d.sibling_hash is null
                and (d.shown_at is null or d.shown_at >= :begun))""";

    /** Used tokens that are kept for each device: an older one neither signals a copy nor is accepted. */
    static final int TOKENS_KEPT = 50;

    private final JdbcClient jdbc;
    private final RevokedDevices revokedDevices;
    private final TrustedDeviceDiagnosis diagnosis;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final SecureRandom random;

    TokenRotation(
            JdbcClient jdbc,
            RevokedDevices revokedDevices,
            TrustedDeviceDiagnosis diagnosis,
            ApplicationEventPublisher events,
            Clock clock,
            SecureRandom random) {
        this.jdbc = jdbc;
        this.revokedDevices = revokedDevices;
        this.diagnosis = diagnosis;
        this.events = events;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Consumes the token of a sign-in that skips the code, and gives the browser its next one.
     *
     * @param begun when the request arrived: of two concurrent requests, the second is not an attack because of the
     *     token that the browser sent meanwhile for the first
     * @return empty when the token was already used, or the device was revoked meanwhile: the caller then calls {@link
     *     #refuse}
     */
    public Optional<TrustedDevice> consume(
            UUID account,
            UUID device,
            ParameterValues parameters,
            Instant begun,
            HttpServletRequest request,
            HttpServletResponse response) {
        boolean secure = TrustedDeviceCookie.secure(parameters);
        Token next = Token.random(random);
        Optional<TrustedDevice> used = TrustedDeviceCookie.read(request, account, secure)
                .flatMap(shown -> rotate(device, shown, next, begun, parameters));
        used.ifPresent(d -> TrustedDeviceCookie.write(response, account, next, secure, left(d)));
        return used;
    }

    /** The deciding statement: the first of concurrent requests locks the row, and the next one reads it again. */
    private Optional<TrustedDevice> rotate(
            UUID device, Token shown, Token next, Instant begun, ParameterValues parameters) {
        return jdbc.sql(String.format(Locale.ROOT, """
                with used as (
                    update trusted_device d set
                        previous_hash = :hash,
                        token_hash = case when previous_hash = :hash then token_hash else :next end,
                        sibling_hash = case when previous_hash = :hash then :next end,
                        shown_at = case when previous_hash = :hash then shown_at end,
                        last_used_at = :now
                    where d.id = :id and %s
                    returning d.id, d.browser, d.trusted_at, d.last_used_at, d.expires_at),
                kept as (
                    insert into trusted_device_token (token_hash, device_id) select :next, id from used),
                forgotten as (
                    delete from trusted_device_token t using used
                    where t.device_id = used.id and t.issue_number <= (
                        select o.issue_number from trusted_device_token o where o.device_id = used.id
                        order by o.issue_number desc offset :kept - 1 limit 1))
                select * from used""", USABLE))
                .param("id", device)
                .param("hash", shown.hash())
                .param("next", next.hash())
                .param("begun", Timestamp.from(begun))
                .param("now", Timestamp.from(clock.instant()))
                .param("kept", TOKENS_KEPT)
                .query((row, n) -> TrustedDevices.device(row, parameters.duration(Parameter.TRUSTED_DEVICE_DAYS)))
                .optional();
    }

    /** In whole seconds, as a cookie's age, and at least 1: 0 would delete the cookie. */
    private Duration left(TrustedDevice device) {
        Duration left = Duration.between(clock.instant(), device.until());
        return left.plusSeconds(1).minusNanos(1).truncatedTo(ChronoUnit.SECONDS);
    }

    /** The browser has sent the successor, so it has stored it: from now on the predecessor counts as used. */
    public void shown(UUID device, PresentedTokens tokens) {
        jdbc.sql("""
                update trusted_device set shown_at = :now
                where id = :id and shown_at is null
                    and (:secure in (token_hash, sibling_hash) or :plain in (token_hash, sibling_hash))""")
                .param("id", device)
                .param("secure", tokens.secure())
                .param("plain", tokens.plain())
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /**
     * Handles a sign-in that needs a code, whatever cookie its browser sent. An already used token revokes its device;
     * a cookie that is no longer valid is deleted, so that it does not count against other accounts.
     *
     * @param begun when the request arrived
     */
    @Transactional
    public void refuse(
            UUID account,
            ParameterValues parameters,
            Instant begun,
            HttpServletRequest request,
            HttpServletResponse response) {
        boolean secure = TrustedDeviceCookie.secure(parameters);
        TrustedDeviceCookie.read(request, account, secure)
                .filter(token -> endCopied(account, token, begun) || !diagnosis.lasts(account, token, parameters))
                .ifPresent(token -> AfterCommit.run(() -> TrustedDeviceCookie.clear(response, account, secure)));
    }

    private boolean endCopied(UUID account, Token token, Instant begun) {
        List<String> copied = revokedDevices.end(
                End.COPIED,
                String.format(Locale.ROOT, """
                d.account_id = :account and %s is not true
                    and d.id in (select device_id from trusted_device_token where token_hash = :hash)""", USABLE),
                Map.of("account", account, "hash", token.hash(), "begun", Timestamp.from(begun)));
        copied.forEach(browser -> events.publishEvent(
                AuditEvent.of(AuditEventType.DEVICE_COPIED, account).with(AuditDetail.NAME, browser)));
        return !copied.isEmpty();
    }
}
