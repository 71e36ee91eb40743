package dev.vestibule.throttle;

import dev.vestibule.account.AccountDeleted;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.Username;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The waits of an account, as the administrator sees them, and how to end them. */
@Component
public class AccountLock {
    private final AccountRepository accounts;
    private final CodeTries codes;
    private final PasswordTries passwords;
    private final WizardTries wizard;
    private final ApplicationEventPublisher events;

    AccountLock(
            AccountRepository accounts,
            CodeTries codes,
            PasswordTries passwords,
            WizardTries wizard,
            ApplicationEventPublisher events) {
        this.accounts = accounts;
        this.codes = codes;
        this.passwords = passwords;
        this.wizard = wizard;
        this.events = events;
    }

    /**
     * @param stopped whether no code is accepted until an administrator unlocks the account
     * @param codesUntil when codes are accepted again; null when they are now, or when the account is stopped
     * @param passwordsUntil until when passwords from some source wait; null when none does
     */
    public record State(
            boolean stopped,
            @Nullable Instant codesUntil,
            @Nullable Instant passwordsUntil) {
        public boolean locked() {
            return stopped || codesUntil != null || passwordsUntil != null;
        }
    }

    public State of(UUID account, String login) {
        Optional<CodeTries.Wait> wait = codes.wait(account);
        return new State(
                wait.isPresent() && wait.get().end() == null,
                wait.map(CodeTries.Wait::end).orElse(null),
                passwords.waitsUntil(new Username(login)).orElse(null));
    }

    /** Ends every wait of an account, and deletes its counted failures. */
    @Transactional
    public void unlock(UUID account, String login) {
        accounts.locked(account); // The account is locked before its counts, as in every transaction that locks both.
        codes.clear(account);
        passwords.clear(new Username(login), account);
        wizard.clear(account);
        events.publishEvent(AuditEvent.of(AuditEventType.ACCOUNT_UNLOCKED, account));
    }

    /**
     * Deletes the counts, so that a later user with the same username does not wait. The wrong codes are deleted with
     * the account, by their foreign keys: a transaction that locks both rows locks the account's first.
     */
    @EventListener
    void forget(AccountDeleted gone) {
        passwords.clear(new Username(gone.login()), gone.account());
        codes.clearMalformed(gone.account());
        wizard.clear(gone.account());
    }
}
