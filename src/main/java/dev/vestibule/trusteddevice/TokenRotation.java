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
 * The theft alarm: a trusted device's token skips one code, and the answer brings its successor.
 *
 * <p>Whoever comes with a spent token holds a copy, or was copied from; which of the two cannot be told, so the device
 * ends. A browser may lose the answer, though, or sign in from two tabs at once: the previous token works once more as
 * long as its successor has not been shown. Both successors are current then, until one of them is used.
 *
 * <p>A token is used by a sign-in alone; any other request merely shows it.
 */
@Component
public class TokenRotation {
    /** Whether a sign-in that began at {@code :begun} may use the token; decided on the device's one row. */
    private static final String USABLE = """
            (:hash in (d.token_hash, d.sibling_hash) or d.previous_hash = :hash and d.sibling_hash is null
                and (d.shown_at is null or d.shown_at >= :begun))""";

    /** Of each device: an older one that comes back tells of a copy no more, and opens nothing either. */
    static final int TOKENS_KEPT = 50;

    private final JdbcClient jdbc;
    private final RevokedDevices ended;
    private final TrustedDeviceDiagnosis fates;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final SecureRandom random;

    TokenRotation(
            JdbcClient jdbc,
            RevokedDevices ended,
            TrustedDeviceDiagnosis fates,
            ApplicationEventPublisher events,
            Clock clock,
            SecureRandom random) {
        this.jdbc = jdbc;
        this.ended = ended;
        this.fates = fates;
        this.events = events;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Lets a sign-in skip the code, and gives the browser its next token.
     *
     * @param begun when the request came: of two that were sent at once, the second is not to blame for what the first
     *     one's browser has shown meanwhile
     * @return empty when the token is spent, or the device has ended meanwhile: {@link #refuse} the sign-in then
     */
    public Optional<TrustedDevice> use(
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

    /** The statement that decides: the row is locked by the first of all that come at once, and read anew by the next. */
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

    /** In whole seconds, as a cookie counts, and never none: that would take it away. */
    private Duration left(TrustedDevice device) {
        Duration left = Duration.between(clock.instant(), device.until());
        return left.plusSeconds(1).minusNanos(1).truncatedTo(ChronoUnit.SECONDS);
    }

    /** A browser has shown a successor, so it has kept it: from now on its predecessor is spent. */
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
     * A sign-in is asked for the code, whatever cookie its browser came with. One with a spent token ends its device;
     * one that opens nothing any more is taken away, so that its place is free for another account.
     *
     * @param begun when the request came
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
                .filter(token -> endCopied(account, token, begun) || !fates.lasts(account, token, parameters))
                .ifPresent(token -> AfterCommit.run(() -> TrustedDeviceCookie.clear(response, account, secure)));
    }

    private boolean endCopied(UUID account, Token token, Instant begun) {
        List<String> copied = ended.end(
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
