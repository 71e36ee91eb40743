package dev.vestibule.company;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.datadirectory.LinkFile;
import dev.vestibule.network.Site;
import dev.vestibule.platform.CliProfile;
import java.io.Console;
import java.io.File;
import java.io.PrintStream;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.system.ApplicationHome;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Prints the address once the server is ready, and, while no administrator has a password, how to set one.
 *
 * <p>Any reader of the link can use the account, and journald, Docker and others store and forward the standard output.
 * Therefore the link is printed only on a terminal. Elsewhere the output names the command that prints a link, and the
 * file that contains one.
 */
@Component
@Profile(CliProfile.NOT)
class StartMessage {
    private static final Pattern PLAIN = Pattern.compile("[\\w.@+-]+");

    private final AccountRepository accounts;
    private final SetPasswordLinks links;
    private final Site site;
    private final LinkFile file;
    private final Environment environment;

    StartMessage(
            AccountRepository accounts, SetPasswordLinks links, Site site, LinkFile file, Environment environment) {
        this.accounts = accounts;
        this.links = links;
        this.site = site;
        this.file = file;
        this.environment = environment;
    }

    @EventListener(ApplicationReadyEvent.class)
    void print() {
        print(System.out, isTerminal());
    }

    void print(PrintStream out, boolean terminal) {
        out.println();
        out.println("  Vestibule is ready: " + address("/"));
        if (accounts.anAdministratorCanSignIn()) {
            file.delete();
        } else {
            accounts.firstAdministrator().ifPresent(administrator -> {
                if (terminal) {
                    printLink(out, administrator);
                } else {
                    printCommand(out, administrator);
                }
            });
        }
        out.println();
    }

    private void printLink(PrintStream out, Account administrator) {
        out.println("  Choose the password of \"" + administrator.login() + "\" within 24 hours:");
        out.println("  " + address(links.issue(administrator.id()).path()));
    }

    private void printCommand(PrintStream out, Account administrator) {
        if (file.isPossible()) {
            file.write(address(links.issue(administrator.id()).path()))
                    .ifPresent(path -> out.println("  Choose the password of \"" + administrator.login()
                            + "\" within 24 hours, with the link in the file " + path));
        }
        out.println("  To print a link to choose the password of \"" + administrator.login()
                + "\", run with the settings of this server:");
        out.println("  " + command(new ApplicationHome(StartMessage.class).getSource(), administrator.login()));
    }

    /**
     * The command for a shell.
     *
     * @param source the jar that runs, or the directory of the classes when Maven runs the application
     */
    static String command(@Nullable File source, String login) {
        boolean plain = PLAIN.matcher(login).matches();
        if (source != null && source.getName().endsWith(".jar")) {
            return "java -jar " + source + " user password-link " + (plain ? login : quoted(login));
        }
        // The shell removes the outer quotation marks, and Maven then removes the inner ones.
        String mark = login.contains("\"") ? "'" : "\"";
        String arguments = "user password-link " + (plain ? login : mark + login + mark);
        return "./mvnw spring-boot:run -Dspring-boot.run.arguments="
                + (plain ? "\"" + arguments + "\"" : quoted(arguments));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /**
     * Since Java 22 a console may exist without a terminal; a method that older releases lack distinguishes the two.
     */
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    private String address(String path) {
        return site.absolute(path)
                .orElseGet(() -> "http://localhost:" + environment.getProperty("local.server.port") + path);
    }
}
