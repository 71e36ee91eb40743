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

/** Sets passwords. Passwords are hashed before the transaction begins, so that hashing holds no database connection. */
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

    /** The flaw of a new password for this account, or empty. */
    public Optional<PasswordFlaw> flaw(Account account, String password) {
        return lengthFlaw(password).or(() -> strengthFlaw(account, password));
    }

    /** Whether a new password is too short or too long; empty when its length is allowed. */
    public Optional<PasswordFlaw> lengthFlaw(String password) {
        return rules.lengthFlaw(password);
    }

    /**
     * The reason why a new password of an allowed length is easy to guess for this account, or empty. The check
     * occupies a processor for a while, so callers must throttle it.
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
     * Changes the password and ends every session except the one that stores the new version.
     *
     * @param admitted the credential version with which the calling session was authenticated
     * @return the new credential version, or empty when the calling session has ended meanwhile
     */
    public Optional<Integer> change(UUID account, int admitted, String password) {
        String hash = HashingLanes.forKnownCaller(() -> encode(password));
        return transaction.execute(status -> accounts.lock(account)
                .filter(a -> a.credentialVersion() == admitted)
                .map(a -> set(a, hash, AuditEventType.PASSWORD_CHANGED)));
    }

    /**
     * Consumes a one-time link and sets the password; every session ends.
     *
     * @return false when the link was invalid, for example used meanwhile
     */
    public boolean set(String token, String password) {
        String hash = encode(password);
        // Locks the account before the link, as change does, to avoid deadlocks.
        return Boolean.TRUE.equals(transaction.execute(status -> links.holder(token)
                .flatMap(accounts::lock)
                .filter(a -> links.consume(token))
                .map(a -> set(a, hash, AuditEventType.PASSWORD_LINK_USED))
                .isPresent()));
    }

    /** Replaces a hash by a stronger one of the same password, unless the password was changed meanwhile. */
    public void upgrade(UUID account, String oldHash, String newHash) {
        transaction.executeWithoutResult(status -> accounts.lock(account)
                .filter(a -> oldHash.equals(a.password()))
                .ifPresent(a -> a.upgradePassword(newHash)));
    }

    /** Sets the password that the deployment configures for the first administrator. */
    public void setFirst(Account account, String password) {
        account.changePassword(encode(password));
        events.publishEvent(AuditEvent.of(AuditEventType.PASSWORD_CHANGED, account.id()));
    }

    /** The length for the message about a flaw, in code points. */
    public int bound(PasswordFlaw flaw) {
        return flaw == PasswordFlaw.LONG ? PasswordRules.MAX_LENGTH : rules.minimum();
    }

    /** The minimum length of a new password, in code points. */
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
