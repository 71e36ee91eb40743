package dev.vestibule.throttle;

import dev.vestibule.account.AccountDeleted;
import dev.vestibule.account.DataExport;
import dev.vestibule.account.PasswordChanged;
import dev.vestibule.account.Username;
import dev.vestibule.encryption.Token;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.network.Site;
import dev.vestibule.platform.AfterCommit;
import dev.vestibule.platform.BestEffort;
import dev.vestibule.platform.Cleanup;
import dev.vestibule.platform.ClockSkew;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Browsers in which an account has completed a sign-in before.
 *
 * <p>Their tries are counted separately, so that a stranger who guesses from elsewhere does not lock the user out.
 * Their cookie has no other use: it authorizes nothing and replaces no factor.
 */
@Component
public class KnownBrowsers {
    static final Duration LIFETIME = Duration.ofDays(180);

    /** The latest browsers of one account: a script that keeps no cookie is a new browser with each sign-in. */
    static final int MAX = 50;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final SecureRandom random;
    private final ApplicationEventPublisher events;
    private final BestEffort bestEffort;
    private final boolean https;

    KnownBrowsers(
            JdbcClient jdbc,
            Clock clock,
            SecureRandom random,
            ApplicationEventPublisher events,
            BestEffort bestEffort,
            Site site) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.random = random;
        this.events = events;
        this.bestEffort = bestEffort;
        this.https = site.https();
    }

    public Caller caller(HttpServletRequest request) {
        return new Caller(
                SourceNetwork.of(request),
                token(request).map(KnownBrowsers::hex).orElse(null));
    }

    boolean knows(Username username, String browser) {
        return jdbc.sql("""
                select exists (select from known_browser k join account a on a.id = k.account_id
                    where k.token_hash = :hash and k.tied and a.login = :login and k.seen_at > :oldest
                        and k.seen_at <= :latest)""")
                .param("hash", HexFormat.of().parseHex(browser))
                .param("login", username.text())
                .param("oldest", oldest())
                .param("latest", Timestamp.from(ClockSkew.latest(clock.instant())))
                .query(Boolean.class)
                .single();
    }

    /**
     * Records a browser as known for an account that has just signed in. The token is replaced each time, so a planted
     * or copied one is useless after the next sign-in. The user is notified of a new browser.
     *
     * <p>A failure is logged and does not prevent the sign-in.
     */
    @Transactional
    public void remember(UUID account, HttpServletRequest request, HttpServletResponse response) {
        bestEffort.run("a browser is remembered for throttling", () -> tie(account, request, response));
    }

    private void tie(UUID account, HttpServletRequest request, HttpServletResponse response) {
        Token token = Token.random(random);
        boolean seen = token(request)
                .map(known -> move(known, token).contains(account))
                .orElse(false);
        int tied = jdbc.sql("""
                with surplus as (
                    delete from known_browser where account_id = :account and token_hash in (
                        select token_hash from known_browser where account_id = :account and token_hash in (
                            select token_hash from known_browser
                            where account_id = :account and token_hash <> :hash
                            order by seen_at desc, token_hash offset :others)
                        for update skip locked))
                insert into known_browser (token_hash, account_id, seen_at)
                select :hash, id, :now from account where id = :account for key share
                on conflict (token_hash, account_id) do update set seen_at = :now, tied = true""")
                .param("hash", token.hash())
                .param("account", account)
                .param("others", MAX - 1)
                .param("now", Timestamp.from(clock.instant()))
                .update();
        if (!seen && tied == 1) {
            events.publishEvent(AuditEvent.of(AuditEventType.NEW_BROWSER, account));
        }
        AfterCommit.run(() -> response.addHeader(
                HttpHeaders.SET_COOKIE, cookie(token, request).toString()));
    }

    /** Replaces a browser's token for all its accounts, and returns these accounts. */
    private List<UUID> move(Token known, Token token) {
        return jdbc.sql("update known_browser set token_hash = :new where token_hash = :old returning account_id")
                .param("new", token.hash())
                .param("old", known.hash())
                .query(UUID.class)
                .list();
    }

    /** An attacker with the old password may have signed in from any of them. */
    @EventListener
    void untie(PasswordChanged change) {
        jdbc.sql("update known_browser set tied = false where account_id = :account")
                .param("account", change.account())
                .update();
    }

    @EventListener
    void forget(AccountDeleted gone) {
        jdbc.sql("delete from known_browser where account_id = :account")
                .param("account", gone.account())
                .update();
    }

    @Bean
    static DataExport knownBrowsersPart() {
        return DataExport.one("known_browsers", """
                select count(*) as count, max(seen_at) as last_seen_at from known_browser where account_id = :account""");
    }

    @Bean
    static Cleanup knownBrowserCleanup() {
        return Cleanup.after(LIFETIME, "known_browser", "seen_at < :oldest");
    }

    private Timestamp oldest() {
        return Timestamp.from(clock.instant().minus(LIFETIME));
    }

    private Optional<Token> token(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return (cookies == null ? Stream.<Cookie>empty() : Arrays.stream(cookies))
                .filter(cookie ->
                        cookie.getName().equals(name()) && !cookie.getValue().isEmpty())
                .map(cookie -> new Token(cookie.getValue()))
                .findFirst();
    }

    private static String hex(Token token) {
        return HexFormat.of().formatHex(token.hash());
    }

    private ResponseCookie cookie(Token token, HttpServletRequest request) {
        return ResponseCookie.from(name(), token.text())
                .httpOnly(true)
                .secure(https || request.isSecure())
                .sameSite("Lax")
                .path("/")
                .maxAge(LIFETIME)
                .build();
    }

    private String name() {
        return https ? "__Host-known_browser" : "known_browser";
    }
}
