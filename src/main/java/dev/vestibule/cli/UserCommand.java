package dev.vestibule.cli;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountDeletion;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.account.Username;
import dev.vestibule.authenticator.EnrolmentPasses;
import dev.vestibule.authenticator.EnrolmentPasses.Pass;
import dev.vestibule.authenticator.MfaReset;
import dev.vestibule.authenticator.MfaReset.Refusal;
import dev.vestibule.network.Site;
import dev.vestibule.throttle.AccountLock;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Helps users who cannot sign in, and deletes accounts, including the last administrator, which the pages do not allow.
 */
@Command(
        name = "user",
        mixinStandardHelpOptions = true,
        description = "Helps a user who cannot sign in, or deletes an account.",
        synopsisSubcommandLabel = "COMMAND")
final class UserCommand {
    private final OfflineApplication.Opener opener;
    private final PrintWriter out;
    private final PrintWriter err;

    UserCommand(OfflineApplication.Opener opener, PrintWriter out, PrintWriter err) {
        this.opener = opener;
        this.out = out;
        this.err = err;
    }

    @Command(
            name = "unlock",
            mixinStandardHelpOptions = true,
            description =
                    "Lets the user of an account try passwords and codes again at once after too many wrong ones.")
    int unlock(@Parameters(paramLabel = "LOGIN", description = "The username.") String login) {
        return with(login, (installation, account) -> {
            installation.get(AccountLock.class).unlock(account.id(), account.login());
            out.println("The account " + account.login() + " is unlocked.");
            return CommandLineRunner.DONE;
        });
    }

    @Command(
            name = "password-link",
            mixinStandardHelpOptions = true,
            description = "Creates a one-time link with which the user chooses a password. Earlier links stop working.")
    int passwordLink(@Parameters(paramLabel = "LOGIN", description = "The username.") String login) {
        return with(login, (installation, account) -> {
            SetPasswordLinks.Link link =
                    installation.get(SetPasswordLinks.class).issue(account.id());
            out.println("The password of " + account.login() + " can be chosen once, until " + link.expiresAt() + ":");
            out.println(installation.get(Site.class).absolute(link.path()).orElse(link.path()));
            return CommandLineRunner.DONE;
        });
    }

    @Command(
            name = "reset",
            mixinStandardHelpOptions = true,
            description = "Removes the authenticator apps of a user who has lost them, and creates an enrolment pass"
                    + " with which to set up another. The password stays.")
    int reset(@Parameters(paramLabel = "LOGIN", description = "The username.") String login) {
        return with(login, (installation, account) -> {
            Pass pass = pass(installation, account);
            if (pass == null) {
                err.println(
                        "The account " + account.login() + " has no authenticator app, so there is nothing to reset.");
                return CommandLineRunner.REFUSED;
            }
            out.println("The account " + account.login()
                    + " is reset. After the password the user enters this enrolment pass," + " once, until "
                    + pass.expiresAt() + ":");
            out.println(pass.text().grouped());
            return CommandLineRunner.DONE;
        });
    }

    /** Resets the account, or issues another pass if it is reset already; null when there is nothing to reset. */
    private static @Nullable Pass pass(OfflineApplication installation, Account account) {
        MfaReset.Result result = installation.get(MfaReset.class).resetAnybody(account.id());
        return result.refusal() == Refusal.DUE
                ? installation.get(EnrolmentPasses.class).renew(account.id()).orElse(null)
                : result.pass();
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description =
                    "Deletes an account for good, with everything in it; the audit trail keeps its id. The last"
                            + " administrator who can sign in is deleted with --last-administrator only: nobody can create another one then.")
    int delete(
            @Parameters(paramLabel = "LOGIN", description = "The username.") String login,
            @Option(names = "--last-administrator", description = "Deletes the last administrator too.")
                    boolean lastOne) {
        return with(login, (installation, account) -> {
            String name = "The account " + account.login();
            var outcome = installation.get(AccountDeletion.class).deleteAnybody(account.id(), lastOne);
            if (outcome == AccountDeletion.Outcome.LAST_ADMINISTRATOR) {
                err.println(
                        name + " is the last administrator who can sign in. Give another user the role first, or add"
                                + " --last-administrator.");
                return CommandLineRunner.REFUSED;
            }
            out.println(name + " is deleted.");
            return CommandLineRunner.DONE;
        });
    }

    private int with(String login, BiFunction<OfflineApplication, Account, Integer> work) {
        try (OfflineApplication installation = opener.open()) {
            AccountRepository accounts = installation.get(AccountRepository.class);
            Optional<Account> account =
                    Username.parse(login).map(Username::text).flatMap(accounts::findByLogin);
            if (account.isEmpty()) {
                err.println("No account has this username.");
                return CommandLineRunner.REFUSED;
            }
            return work.apply(installation, account.get());
        }
    }
}
