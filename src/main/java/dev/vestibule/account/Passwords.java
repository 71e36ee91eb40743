package dev.vestibule.account;

import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.password.HashingLanes;
import dev.vestibule.password.PasswordFlaw;
import dev.vestibule.password.PasswordRules;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Sets passwords. Hashing takes its time before the transaction begins, so that no connection waits for it. */
@Component
public class Passwords {
    private final AccountRepository accounts;
    private final SetPasswordLinks links;
    private final PasswordRules rules;
    private final PasswordEncoder encoder;
    private final HashingLanes lanes;
    private final TransactionOperations transaction;
    private final ApplicationEventPublisher events;

    Passwords(
            AccountRepository accounts,
            SetPasswordLinks links,
            PasswordRules rules,
            PasswordEncoder encoder,
            HashingLanes lanes,
            TransactionOperations transaction,
            ApplicationEventPublisher events) {
        this.accounts = accounts;
        this.links = links;
        this.rules = rules;
        this.encoder = encoder;
        this.lanes = lanes;
        this.transaction = transaction;
        this.events = events;
    }

    /** Whether this is the present password of an account that is signed in, exactly as typed. */
    public boolean isCurrent(Account account, String password) {
        String hash = account.password();
        return hash != null && HashingLanes.forKnownCaller(() -> encoder.matches(password, hash));
    }

    /** What is wrong with a new password for this account, or empty. */
    public Optional<PasswordFlaw> flaw(Account account, String password) {
        return lengthFlaw(password).or(() -> strengthFlaw(account, password));
    }

    /** Whether a new password is too short or too long; empty when it is neither. */
    public Optional<PasswordFlaw> lengthFlaw(String password) {
        return rules.lengthFlaw(password);
    }

    /**
     * Why a new password of the right length is easy to guess for this account, or empty. It takes a processor for a
     * while, so throttle its callers.
     *
     * @throws dev.vestibule.platform.BusyException when no processor is free in time
     */
    public Optional<PasswordFlaw> strengthFlaw(Account account, String password) {
        List<String> ownWords = Stream.of(
                        account.login(), account.name(), account.email() == null ? "" : account.email(), "vestibule")
                .toList();
        return lanes.inTurn(() -> rules.strengthFlaw(password, ownWords));
    }

    /**
     * Changes the password and ends every session but the one that takes the new version.
     *
     * @param admitted the credential version with which the asking session was let in
     * @return the new credential version, or empty when the asking session has ended meanwhile
     */
    public Optional<Integer> change(UUID account, int admitted, String password) {
        String hash = HashingLanes.forKnownCaller(() -> encode(password));
        return transaction.execute(status -> accounts.lock(account)
                .filter(a -> a.credentialVersion() == admitted)
                .map(a -> set(a, hash, AuditEventType.PASSWORD_CHANGED)));
    }

    /**
     * Uses up a one-time link to set the password; every session ends.
     *
     * @return false when the link was void, used meanwhile for instance
     */
    public boolean set(String token, String password) {
        String hash = encode(password);
        // The account before the link, as in change: two transactions that lock in turns would wait for each other.
        return Boolean.TRUE.equals(transaction.execute(status -> links.holder(token)
                .flatMap(accounts::lock)
                .filter(a -> links.use(token).isPresent())
                .map(a -> set(a, hash, AuditEventType.PASSWORD_LINK_USED))
                .isPresent()));
    }

    /** Replaces a hash by a stronger one of the same password, unless that has been changed meanwhile. */
    public void upgrade(UUID account, String oldHash, String newHash) {
        transaction.executeWithoutResult(status -> accounts.lock(account)
                .filter(a -> oldHash.equals(a.password()))
                .ifPresent(a -> a.upgradePassword(newHash)));
    }

    /** The password that the deployment gives its first administrator. */
    public void setFirst(Account account, String password) {
        account.changePassword(encode(password));
        events.publishEvent(AuditEvent.of(AuditEventType.PASSWORD_CHANGED, account.id()));
    }

    /** The length that a flaw's message names, in code points. */
    public int bound(PasswordFlaw flaw) {
        return flaw == PasswordFlaw.LONG ? PasswordRules.MAX_LENGTH : rules.minimum();
    }

    /** The least length of a new password, in code points. */
    public int minimum() {
        return rules.minimum();
    }

    private int set(Account account, String hash, AuditEventType how) {
        account.changePassword(hash);
        links.end(account.id());
        events.publishEvent(AuditEvent.of(how, account.id()));
        events.publishEvent(new PasswordChanged(account.id()));
        return account.credentialVersion();
    }

    private String encode(String password) {
        return Objects.requireNonNull(encoder.encode(password));
    }
}
