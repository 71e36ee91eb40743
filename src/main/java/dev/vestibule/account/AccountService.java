package dev.vestibule.account;

import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.platform.UniqueConstraint;
import dev.vestibule.policy.Policies;
import dev.vestibule.policy.Policy;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Creates and changes accounts; rejects every change after which no administrator could sign in. */
@Component
public class AccountService {
    private static final UniqueConstraint LOGIN = new UniqueConstraint("account_login_uq");

    private final AccountRepository accounts;
    private final MfaRequirement duty;
    private final Policies policies;
    private final SetPasswordLinks links;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    AccountService(
            AccountRepository accounts,
            MfaRequirement duty,
            Policies policies,
            SetPasswordLinks links,
            Clock clock,
            ApplicationEventPublisher events) {
        this.accounts = accounts;
        this.duty = duty;
        this.policies = policies;
        this.links = links;
        this.clock = clock;
        this.events = events;
    }

    /** The result of a change. */
    public enum Outcome {
        DONE,
        LAST_ADMINISTRATOR,
        STALE
    }

    /**
     * Creates an account, which has no password until its user sets one.
     *
     * @throws UsernameTakenException when another account has the username
     */
    @Transactional
    public Account create(Username login, AccountDetails data, Role role) {
        Account account = save(new Account(login, data, role, clock.instant()));
        events.publishEvent(
                AuditEvent.of(AuditEventType.ACCOUNT_CREATED, account.id()).with(AuditDetail.AFTER, role));
        return account;
    }

    private Account save(Account account) {
        try {
            return accounts.saveAndFlush(account);
        } catch (DataIntegrityViolationException e) {
            throw LOGIN.isViolatedBy(e) ? new UsernameTakenException(e) : e;
        }
    }

    /** @param version the account's version that the administrator saw */
    @Transactional
    public Outcome edit(UUID id, AccountDetails data, int version) {
        // The moved account may be the last administrator. Every transaction locks the administrators before a single
        // account.
        boolean moves = !accounts.companyOf(id).equals(Optional.of(data.companyId()));
        List<Account> administrators = moves ? accounts.lockAdministrators() : List.of();
        Account account = locked(id);
        if (account.version() != version) {
            return Outcome.STALE;
        }
        if (moves && isLast(id, administrators) && policies.of(data.companyId()).locksOut(account.subject())) {
            return Outcome.LAST_ADMINISTRATOR;
        }
        AccountDetails before = new AccountDetails(account.name(), account.email(), account.companyId());
        account.edit(data);
        tellFields(
                AuditEvent.of(AuditEventType.ACCOUNT_CHANGED, id),
                field("name", before.name(), data.name()),
                field("email", before.email(), data.email()),
                field("company", before.companyId(), data.companyId()));
        if (moves) {
            events.publishEvent(new AccountMoved(id, policies.of(before.companyId()), policies.of(data.companyId())));
        }
        return Outcome.DONE;
    }

    /** Changes the name and the time zone for the user of the account. */
    @Transactional
    public void present(UUID id, String name, ZoneId timeZone) {
        Account account = locked(id);
        String nameField = field("name", account.name(), name);
        String zoneField = field("time_zone", account.timeZone(), timeZone.getId());
        account.present(name, timeZone);
        tellFields(AuditEvent.of(AuditEventType.PROFILE_CHANGED, id), nameField, zoneField);
    }

    @Transactional
    public Outcome disable(UUID id) {
        if (isLast(id, accounts.lockAdministrators())) {
            return Outcome.LAST_ADMINISTRATOR;
        }
        Account account = locked(id);
        if (!account.disabled()) {
            events.publishEvent(AuditEvent.of(AuditEventType.ACCOUNT_DISABLED, id));
        }
        account.disable();
        return Outcome.DONE;
    }

    @Transactional
    public void enable(UUID id) {
        Account account = locked(id);
        if (account.disabled()) {
            events.publishEvent(AuditEvent.of(AuditEventType.ACCOUNT_ENABLED, id));
        }
        account.enable();
    }

    @Transactional
    public Outcome changeRole(UUID id, Role role) {
        if (role != Role.ADMIN && isLast(id, accounts.lockAdministrators())) {
            return Outcome.LAST_ADMINISTRATOR;
        }
        Account account = locked(id);
        if (account.role() != role) {
            events.publishEvent(AuditEvent.of(AuditEventType.ROLE_CHANGED, id)
                    .with(AuditDetail.BEFORE, account.role())
                    .with(AuditDetail.AFTER, role));
        }
        account.changeRole(role);
        if (role == Role.ADMIN) {
            // A link that was issued for an account with the user role must not give access to an administrator's
            // account.
            links.end(id);
        }
        return Outcome.DONE;
    }

    /** Whether this account is the last administrator who can sign in. */
    public boolean isLastAdministrator(UUID id) {
        return isLast(id, accounts.administrators());
    }

    /**
     * As {@link #isLastAdministrator}, with all administrators locked: the answer stays true until the transaction
     * ends.
     */
    @Transactional
    public boolean holdsLastAdministrator(UUID id) {
        return isLast(id, accounts.lockAdministrators());
    }

    /**
     * Records a completed sign-in.
     *
     * @return false when the account was deleted meanwhile
     */
    @Transactional
    public boolean signedIn(UUID id, Factor with) {
        return accounts.signedIn(id, with, clock.instant()) == 1;
    }

    /**
     * Whether an administrator can still sign in, or enrol without help, once the companies have these policies. The
     * administrators are locked until the transaction ends.
     *
     * @param policies the new policies by company; the other companies keep theirs
     */
    @Transactional
    public boolean leavesAnAdministrator(Map<UUID, Policy> policies) {
        return !duty.allLockedOut(accounts.lockAdministrators(), policies);
    }

    private static String field(String name, @Nullable Object before, @Nullable Object after) {
        return Objects.equals(before, after) ? "" : name;
    }

    /**
     * Publishes the names of the changed fields. Their values are not recorded, so that they are deleted with the
     * account.
     */
    private void tellFields(AuditEvent event, String... changed) {
        String fields = Stream.of(changed).filter(field -> !field.isEmpty()).collect(Collectors.joining(", "));
        if (!fields.isEmpty()) {
            events.publishEvent(event.with(AuditDetail.FIELDS, fields));
        }
    }

    private boolean isLast(UUID id, List<Account> administrators) {
        var able = duty.ableToSignIn(administrators);
        return able.size() == 1 && able.get(0).id().equals(id);
    }

    private Account locked(UUID id) {
        return accounts.locked(id);
    }
}
