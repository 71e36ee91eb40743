package dev.vestibule.authenticator;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountDeleted;
import dev.vestibule.account.Accounts;
import dev.vestibule.account.Factor;
import dev.vestibule.account.MfaSwitched;
import dev.vestibule.event.Detail;
import dev.vestibule.event.Event;
import dev.vestibule.event.Kind;
import dev.vestibule.event.Reason;
import dev.vestibule.platform.Sealed;
import dev.vestibule.totp.Totp;
import dev.vestibule.totp.TotpCode;
import dev.vestibule.totp.TotpSecret;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The app that a person is about to add.
 *
 * <p>Its secret is made and kept here, sealed, until a code proves that the app has it: nothing of it is ever taken from
 * a form, where somebody else could have put it.
 */
@Component
public class Enrolment {
    /** Time to find the phone and install an app; the same secret is shown all the while. */
    public static final Duration LIFETIME = Duration.ofMinutes(15);

    private final Accounts accounts;
    private final Authenticators authenticators;
    private final JdbcClient jdbc;
    private final SecretBox box;
    private final Clock clock;
    private final SecureRandom random;
    private final ApplicationEventPublisher events;
    private final Totp totp = new Totp();

    Enrolment(
            Accounts accounts,
            Authenticators authenticators,
            JdbcClient jdbc,
            SecretBox box,
            Clock clock,
            SecureRandom random,
            ApplicationEventPublisher events) {
        this.accounts = accounts;
        this.authenticators = authenticators;
        this.jdbc = jdbc;
        this.box = box;
        this.clock = clock;
        this.random = random;
        this.events = events;
    }

    /** Why an app was not added. */
    public enum Refusal {
        NAME_TAKEN,
        FULL,
        /** The account has no app like the one that it was to replace. */
        NO_SUCH_APP,
        WRONG_CODE,
        /** The pending secret is gone: it got too old, or another tab confirmed or cancelled it. */
        LAPSED,
        /** The session that asks has ended meanwhile. */
        ENDED
    }

    /**
     * What became of a try to finish.
     *
     * @param refusal null when the app was added
     * @param switchedOn whether this was the first app, which switched MFA on
     * @param credentialVersion the account's afterwards, for the session that stays
     */
    public record Result(@Nullable Refusal refusal, boolean switchedOn, int credentialVersion) {
        static Result refused(Refusal refusal) {
            return new Result(refusal, false, 0);
        }
    }

    private record Pending(UUID id, Sealed secret) {}

    /**
     * The secret being enrolled: the one shown before, or a new one when there is none or it got too old.
     *
     * <p>What ends sessions ends it too: whoever saw it in one of them may be the one from whom the account was saved.
     *
     * @param admitted the credential version with which the asking session was let in
     * @return empty when that session has ended meanwhile
     */
    @Transactional
    public Optional<TotpSecret> pending(UUID account, int admitted) {
        Optional<Pending> shown = find(account, admitted).or(() -> begin(account, admitted));
        return shown.map(pending -> open(account, pending));
    }

    private Optional<Pending> begin(UUID account, int admitted) {
        UUID id = UUID.randomUUID();
        TotpSecret secret = TotpSecret.random(random);
        Sealed sealed = box.seal(account, id, secret);
        Instant now = clock.instant();
        // Two tabs at once: the one that comes second shows what the first one made.
        jdbc.sql("""
                insert into pending_authenticator as p
                    (account_id, credential_version, id, key_id, sealed_secret, expires_at)
                select a.id, :admitted, :id, :key, :secret, :expires from account a where a.id = :account
                for no key update
                on conflict (account_id) do update
                set credential_version = :admitted, id = :id, key_id = :key, sealed_secret = :secret,
                    expires_at = :expires
                where p.credential_version < :admitted or p.credential_version = :admitted and p.expires_at <= :now""")
                .param("account", account)
                .param("admitted", admitted)
                .param("id", id)
                .param("key", sealed.keyId())
                .param("secret", sealed.box())
                .param("expires", Timestamp.from(now.plus(LIFETIME)))
                .param("now", Timestamp.from(now))
                .update();
        return find(account, admitted);
    }

    /**
     * Adds the pending app when the code is right. The account's first app switches MFA on, which ends its other
     * sessions.
     *
     * @param admitted the credential version with which the asking session was let in
     * @param replaces the app that ends when this one is first used to sign in ({@link Replacement}); null when it is one
     *     more
     */
    @Transactional
    public Result finish(UUID accountId, int admitted, String name, @Nullable UUID replaces, TotpCode code) {
        Account account = accounts.locked(accountId);
        if (account.credentialVersion() != admitted) {
            return Result.refused(Refusal.ENDED);
        }
        List<Authenticator> apps = authenticators.of(accountId);
        Optional<Authenticator> replaced =
                apps.stream().filter(app -> app.id().equals(replaces)).findFirst();
        if (apps.size() >= Authenticator.MAX) {
            return Result.refused(Refusal.FULL);
        }
        if (authenticators.hasNamed(accountId, name)) {
            return Result.refused(Refusal.NAME_TAKEN);
        }
        if (replaces != null && replaced.isEmpty()) {
            return Result.refused(Refusal.NO_SUCH_APP);
        }
        return confirm(account, apps.isEmpty(), name, replaced, code);
    }

    private Result confirm(
            Account account, boolean first, String name, Optional<Authenticator> replaced, TotpCode code) {
        UUID id = account.id();
        Optional<Pending> pending = find(id, account.credentialVersion());
        if (pending.isEmpty()) {
            return Result.refused(Refusal.LAPSED);
        }
        OptionalLong step = totp.matchingStep(open(id, pending.get()), code, clock.instant());
        if (step.isEmpty()) {
            events.publishEvent(
                    Event.of(Kind.CODE_REFUSED, id).because(Reason.WRONG).by(Factor.TOTP.code()));
            return Result.refused(Refusal.WRONG_CODE);
        }
        Pending app = pending.get();
        authenticators.add(
                id,
                app.id(),
                name,
                app.secret(),
                step.getAsLong(),
                replaced.map(Authenticator::id).orElse(null));
        cancel(id);
        events.publishEvent(added(id, name, replaced));
        if (first) {
            account.switchMfa(true);
            events.publishEvent(Event.of(Kind.MFA_ENABLED, id));
            events.publishEvent(new MfaSwitched(id, true));
        }
        return new Result(null, first, account.credentialVersion());
    }

    private static Event added(UUID account, String name, Optional<Authenticator> replaced) {
        Event event = Event.of(Kind.AUTHENTICATOR_ADDED, account).with(Detail.NAME, name);
        return replaced.map(old -> event.because(Reason.REPLACES).with(Detail.BEFORE, old.name()))
                .orElse(event);
    }

    /** Throws the pending secret away. */
    @Transactional
    public void cancel(UUID account) {
        jdbc.sql("delete from pending_authenticator where account_id = :account")
                .param("account", account)
                .update();
    }

    @EventListener
    void end(AccountDeleted gone) {
        authenticators.removeAll(gone.account());
        cancel(gone.account());
    }

    private Optional<Pending> find(UUID account, int admitted) {
        return jdbc.sql("""
                select id, key_id, sealed_secret from pending_authenticator
                where account_id = :account and credential_version = :admitted and expires_at > :now""")
                .param("account", account)
                .param("admitted", admitted)
                .param("now", Timestamp.from(clock.instant()))
                .query((row, n) -> new Pending(row.getObject("id", UUID.class), SecretBox.read(row)))
                .optional();
    }

    private TotpSecret open(UUID account, Pending pending) {
        return box.open(account, pending.id(), pending.secret());
    }
}
