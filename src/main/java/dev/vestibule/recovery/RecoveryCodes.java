package dev.vestibule.recovery;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountDeleted;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.AccountReset;
import dev.vestibule.account.DataExport;
import dev.vestibule.account.Factor;
import dev.vestibule.account.MfaSwitched;
import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.throttle.CodeTry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The recovery codes of every account. Only hashes are stored, so the codes can be shown once and never again.
 *
 * <p>Recovery codes exist only with MFA: switching MFA off deletes them, and the first app creates a set.
 */
@Component
public class RecoveryCodes {
    /** Codes in a set. */
    public static final int SET = 10;

    /** With so many codes left, or fewer, the user is told to create a new set. */
    public static final int FEW = 3;

    private final AccountRepository accounts;
    private final RecoveryCodeRepository repository;
    private final TransactionOperations transaction;
    private final PasswordEncoder encoder;
    private final RecoveryCodeSets sets;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private final String standIn;

    RecoveryCodes(
            AccountRepository accounts,
            RecoveryCodeRepository repository,
            TransactionOperations transaction,
            PasswordEncoder encoder,
            RecoveryCodeSets sets,
            Clock clock,
            ApplicationEventPublisher events) {
        this.accounts = accounts;
        this.repository = repository;
        this.transaction = transaction;
        this.encoder = encoder;
        this.sets = sets;
        this.clock = clock;
        this.events = events;
        this.standIn = Objects.requireNonNull(encoder.encode(UUID.randomUUID().toString()));
    }

    @Bean
    static DataExport recoveryCodesPart() {
        return DataExport.one("recovery_codes", """
                select count(*) filter (where used_at is null) as "left", min(made_at) as made_at,
                    max(used_at) as last_used_at
                from recovery_code where account_id = :account""");
    }

    /**
     * The state of an account's set.
     *
     * @param left number of unused codes
     * @param madeAt when the set was created; null without a set
     */
    public record SetStatus(int left, @Nullable Instant madeAt) {
        /** Whether the user should create a new set. */
        public boolean few() {
            return left <= FEW;
        }
    }

    /**
     * Creates a new set and invalidates the previous one.
     *
     * @param admitted the credential version with which the calling session was authenticated
     * @return the codes, which are never shown again; empty when that session has ended meanwhile, or MFA is off
     */
    public Optional<List<RecoveryCode>> issue(UUID account, int admitted) {
        RecoveryCodeSet set = sets.random();
        return store(account, admitted, set) ? Optional.of(set.codes()) : Optional.empty();
    }

    /**
     * Stores a new set and invalidates the previous one.
     *
     * @param admitted the credential version with which the calling session was authenticated
     * @return false when that session has ended meanwhile, or MFA is off
     */
    public boolean store(UUID account, int admitted, RecoveryCodeSet set) {
        return Boolean.TRUE.equals(transaction.execute(status -> replace(account, admitted, set.hashes())));
    }

    /** Whether the account's set has the same first groups as this one, and all its codes are unused. */
    public boolean isStored(UUID account, RecoveryCodeSet set) {
        return set.hashes().keySet().equals(repository.unusedGroups(account));
    }

    private boolean replace(UUID accountId, int admitted, Map<String, String> hashes) {
        Account account = accounts.locked(accountId);
        if (account.credentialVersion() != admitted || !account.mfaEnabled()) {
            return false;
        }
        delete(accountId);
        String[] groups = hashes.keySet().toArray(String[]::new);
        String[] inOrder = Stream.of(groups).map(hashes::get).toArray(String[]::new);
        repository.insert(accountId, groups, inOrder, clock.instant());
        events.publishEvent(
                AuditEvent.of(AuditEventType.RECOVERY_CODES_MADE, accountId).with(AuditDetail.COUNT, SET));
        return true;
    }

    /**
     * Accepts a code of the account once, on all nodes and in all concurrent requests together.
     *
     * <p>The check costs one hash, whether the account has such a code or not.
     *
     * @param tried the counted try for the code's account: no code is checked without one
     */
    public boolean accept(CodeTry tried, RecoveryCode typed) {
        UUID account = tried.account();
        Optional<String> stored = repository.unusedHash(account, typed.firstGroup());
        boolean right = encoder.matches(typed.secret(), stored.orElse(standIn));
        return right
                && stored.isPresent()
                && Boolean.TRUE.equals(transaction.execute(status -> consume(account, typed, stored.get())));
    }

    /**
     * The deciding statement: of concurrent requests with one code the first wins, unless a new set was stored before.
     */
    private boolean consume(UUID account, RecoveryCode code, String stored) {
        boolean consumed = repository.consume(account, code.firstGroup(), stored, clock.instant()) == 1;
        if (consumed) {
            events.publishEvent(AuditEvent.of(AuditEventType.RECOVERY_CODE_USED, account)
                    .by(Factor.RECOVERY_CODE.code())
                    .with(AuditDetail.COUNT, of(account).left()));
        }
        return consumed;
    }

    /** The number of unused codes, and when the set was created. */
    public SetStatus of(UUID account) {
        return repository.status(account);
    }

    @EventListener
    void on(MfaSwitched change) {
        if (!change.on()) {
            delete(change.account());
        }
    }

    @EventListener
    void on(AccountReset reset) {
        delete(reset.account());
    }

    @EventListener
    void on(AccountDeleted deleted) {
        delete(deleted.account());
    }

    private void delete(UUID account) {
        repository.deleteAll(account);
    }
}
