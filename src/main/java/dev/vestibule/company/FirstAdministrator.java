package dev.vestibule.company;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountDetails;
import dev.vestibule.account.AccountService;
import dev.vestibule.account.Passwords;
import dev.vestibule.account.Role;
import dev.vestibule.account.Username;
import dev.vestibule.startup.StartException;
import java.util.Locale;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Creates the administrator that the deployment configures. */
@Component
class FirstAdministrator {
    private final BootstrapProperties bootstrap;
    private final AccountService accounts;
    private final Passwords passwords;
    private final MessageSource messages;

    FirstAdministrator(
            BootstrapProperties bootstrap, AccountService accounts, Passwords passwords, MessageSource messages) {
        this.bootstrap = bootstrap;
        this.accounts = accounts;
        this.passwords = passwords;
        this.messages = messages;
    }

    /**
     * The administrator has a password only if one is configured; otherwise the start prints a set-password link.
     *
     * @throws StartException when the configured username or password is refused
     */
    void create(UUID company) {
        Username username = Username.parse(bootstrap.adminLogin())
                .orElseThrow(() -> new StartException(
                        "vestibule.bootstrap.admin-login is no username.",
                        "Set it to a name of 1 to 64 characters without spaces or a colon."));
        Account administrator =
                accounts.create(username, new AccountDetails("Administrator", null, company), Role.ADMIN);
        if (bootstrap.adminPassword() != null) {
            setPassword(administrator, bootstrap.adminPassword());
        }
    }

    private void setPassword(Account administrator, String password) {
        passwords.flaw(administrator, password).ifPresent(flaw -> {
            throw new StartException(
                    "vestibule.bootstrap.admin-password is refused. "
                            + messages.getMessage(
                                    "refused.password." + flaw.code(),
                                    new Object[] {passwords.bound(flaw)},
                                    Locale.ENGLISH),
                    "Set another password, or none: the start then prints a link by which to choose one.");
        });
        passwords.setFirst(administrator, password);
    }
}
