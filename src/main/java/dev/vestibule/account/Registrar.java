package dev.vestibule.account;

import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes accounts and changes what they are; never lets the last administrator who can sign in go. */
@Component
public class Registrar {
    private final Accounts accounts;
    private final Clock clock;

    Registrar(Accounts accounts, Clock clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    /** What became of a change. */
    public enum Outcome {
        DONE,
        LAST_ADMINISTRATOR,
        STALE
    }

    /**
     * A new account, which has no password until its owner sets one.
     *
     * @throws org.springframework.dao.DataIntegrityViolationException when the login is taken
     */
    @Transactional
    public Account create(Login login, PersonalData data, Role role) {
        return accounts.save(new Account(login, data, role, clock.instant()));
    }

    /** @param version the one that the editor saw */
    @Transactional
    public Outcome edit(UUID id, PersonalData data, int version) {
        Account account = locked(id);
        if (account.version() != version) {
            return Outcome.STALE;
        }
        account.edit(data);
        return Outcome.DONE;
    }

    /** One's own name and time zone. */
    @Transactional
    public void present(UUID id, String name, ZoneId timeZone) {
        locked(id).present(name, timeZone);
    }

    @Transactional
    public Outcome disable(UUID id) {
        if (isLast(id, accounts.lockAdministrators())) {
            return Outcome.LAST_ADMINISTRATOR;
        }
        locked(id).disable();
        return Outcome.DONE;
    }

    @Transactional
    public void enable(UUID id) {
        locked(id).enable();
    }

    @Transactional
    public Outcome changeRole(UUID id, Role role) {
        if (role != Role.ADMIN && isLast(id, accounts.lockAdministrators())) {
            return Outcome.LAST_ADMINISTRATOR;
        }
        locked(id).changeRole(role);
        return Outcome.DONE;
    }

    /** Whether without this account no administrator could sign in any more. */
    public boolean isLastAdministrator(UUID id) {
        return isLast(id, accounts.administrators());
    }

    /** A sign-in went all the way. */
    @Transactional
    public void signedIn(UUID id, Factor with) {
        accounts.signedIn(id, with, clock.instant());
    }

    private static boolean isLast(UUID id, List<Account> administrators) {
        var able = administrators.stream().filter(Account::canSignIn).toList();
        return able.size() == 1 && able.get(0).id().equals(id);
    }

    private Account locked(UUID id) {
        return accounts.lock(id).orElseThrow();
    }
}
