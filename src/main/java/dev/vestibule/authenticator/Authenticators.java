package dev.vestibule.authenticator;

import dev.vestibule.encryption.EncryptedValue;
import dev.vestibule.throttle.CodeTry;
import dev.vestibule.totp.Totp;
import dev.vestibule.totp.TotpCode;
import dev.vestibule.totp.TotpSecret;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Accepts the codes of the apps of all accounts, and is the only API that reads their secrets.
 *
 * <p>{@link #acceptOnce} is the only way to check a code, and it marks the code as used. No caller can check a code
 * without marking it, and no second request can use the code between the two (RFC 6238, section 5.2; ASVS 5.0, 6.5.1).
 */
@Component
public class Authenticators {
    private final JdbcClient jdbc;
    private final AuthenticatorApps apps;
    private final Replacement replacement;
    private final SecretEncryption encryption;
    private final Clock clock;
    private final Totp totp = new Totp();

    Authenticators(
            JdbcClient jdbc,
            AuthenticatorApps apps,
            Replacement replacement,
            SecretEncryption encryption,
            Clock clock) {
        this.jdbc = jdbc;
        this.apps = apps;
        this.replacement = replacement;
        this.encryption = encryption;
        this.clock = clock;
    }

    private record Row(
            UUID id, EncryptedValue secret, @Nullable UUID replaces) {}

    /**
     * An app whose code was entered.
     *
     * @param step the time step of the code
     */
    private record Match(Row app, long step) {}

    /**
     * Accepts a code of any of the account's apps once, across all nodes and concurrent requests. At a sign-in it also
     * removes, in the same transaction, the apps that the code's app replaces.
     *
     * <p>If two apps have the same code by chance, it must be unused for both of them: otherwise two requests could
     * each use one of them. Such a code removes no app, because the app that the user used is unknown.
     *
     * @param tried the reserved try, without which no code is checked; the code must be one of its account
     */
    @Transactional
    public Acceptance acceptOnce(CodeTry tried, TotpCode code, CodePurpose purpose) {
        UUID account = tried.account();
        List<Match> matches = matches(account, code);
        boolean replaces = purpose == CodePurpose.SIGN_IN
                && matches.size() == 1
                && matches.get(0).app().replaces() != null;
        if (replaces) {
            replacement.lock(account);
        }
        Acceptance acceptance = markUsed(account, matches);
        if (replaces && acceptance == Acceptance.ACCEPTED) {
            replacement.removeReplacedBy(account, matches.get(0).app().id());
        }
        return acceptance;
    }

    /** The apps that have this code, in the order in which they are updated. */
    private List<Match> matches(UUID account, TotpCode code) {
        Instant now = clock.instant();
        List<Match> matches = new ArrayList<>();
        for (Row app : rows(account)) {
            totp.matchingStep(secret(account, app), code, now).ifPresent(step -> matches.add(new Match(app, step)));
        }
        return matches;
    }

    /** Marks the code as used for these apps. An app that was removed meanwhile does not count. */
    private Acceptance markUsed(UUID account, List<Match> matches) {
        boolean matched = false;
        boolean usedBefore = false;
        for (Match match : matches) {
            UUID app = match.app().id();
            boolean marked = markUsed(app, match.step(), clock.instant());
            if (marked || apps.find(account, app).isPresent()) {
                matched = true;
                usedBefore |= !marked;
                reencrypt(account, match.app());
            }
        }
        return !matched ? Acceptance.WRONG : usedBefore ? Acceptance.USED : Acceptance.ACCEPTED;
    }

    /**
     * The statement that decides: of all concurrent attempts with the same or an older time step, only the first
     * succeeds. This also holds after a clock was set back: codes are then rejected until the previous time is reached
     * again, because otherwise a code could be accepted twice (RFC 6238, 5.2).
     */
    private boolean markUsed(UUID app, long step, Instant now) {
        return jdbc.sql("""
                update authenticator set last_accepted_step = :step, last_used_at = :now
                where id = :id and last_accepted_step < :step and not :step = any (burnt_steps)""")
                        .param("step", step)
                        .param("now", Timestamp.from(now))
                        .param("id", app)
                        .update()
                == 1;
    }

    /**
     * Encrypts a secret with the current key when it is used: an old key can be removed once all users have signed in.
     */
    private void reencrypt(UUID account, Row app) {
        if (encryption.isCurrent(app.secret())) {
            return;
        }
        EncryptedValue secret = encryption.encrypt(account, app.id(), secret(account, app));
        jdbc.sql("update authenticator set key_id = :key, sealed_secret = :secret where id = :id")
                .param("key", secret.keyId())
                .param("secret", secret.bytes())
                .param("id", app.id())
                .update();
    }

    /** The secrets of an account's apps, always in the same order. */
    Map<UUID, TotpSecret> secrets(UUID account) {
        Map<UUID, TotpSecret> secrets = new LinkedHashMap<>();
        rows(account).forEach(app -> secrets.put(app.id(), secret(account, app)));
        return secrets;
    }

    /** Always in the same order, so that requests that update two apps wait for each other instead of a deadlock. */
    private List<Row> rows(UUID account) {
        return jdbc.sql("""
                select id, key_id, sealed_secret, replaces from authenticator
                where account_id = :account order by id""")
                .param("account", account)
                .query((row, n) -> new Row(
                        row.getObject("id", UUID.class),
                        SecretEncryption.read(row),
                        row.getObject("replaces", UUID.class)))
                .list();
    }

    private TotpSecret secret(UUID account, Row app) {
        return encryption.decrypt(account, app.id(), app.secret());
    }
}
