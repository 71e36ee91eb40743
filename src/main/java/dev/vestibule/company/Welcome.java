package dev.vestibule.company;

import dev.vestibule.account.Accounts;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.platform.ShellProfile;
import dev.vestibule.platform.Site;
import java.io.PrintStream;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Says where to go once the server is ready; while no administrator has a password, with a link to choose one.
 *
 * <p>It goes to standard output and not through the logger, because logs are kept and shipped, and the link opens the
 * account to who holds it.
 */
@Component
@Profile(ShellProfile.NOT)
class Welcome {
    private final Accounts accounts;
    private final SetPasswordLinks links;
    private final Site site;
    private final Environment environment;

    Welcome(Accounts accounts, SetPasswordLinks links, Site site, Environment environment) {
        this.accounts = accounts;
        this.links = links;
        this.site = site;
        this.environment = environment;
    }

    @EventListener(ApplicationReadyEvent.class)
    void print() {
        print(System.out);
    }

    void print(PrintStream out) {
        out.println();
        out.println("  Vestibule is ready: " + address("/"));
        if (!accounts.anAdministratorCanSignIn()) {
            accounts.firstAdministrator().ifPresent(administrator -> {
                out.println("  Choose the password of \"" + administrator.login() + "\" within 24 hours:");
                out.println("  " + address(links.issue(administrator.id()).path()));
            });
        }
        out.println();
    }

    private String address(String path) {
        return site.absolute(path)
                .orElseGet(() -> "http://localhost:" + environment.getProperty("local.server.port") + path);
    }
}
