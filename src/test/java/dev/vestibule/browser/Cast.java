package dev.vestibule.browser;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.AccountService;
import dev.vestibule.account.Role;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import java.time.Duration;
import java.time.ZoneId;
import java.util.UUID;

/**
 * The made-up users of a company, with what some weeks leave behind: apps, trusted devices, sign-ins, a disabled account.
 *
 * @param admin who signs in with a password alone, and is the only administrator
 * @param alice has a password and no app
 * @param bob has two apps and two trusted devices
 * @param dave is disabled
 * @param erin has not chosen a password yet
 */
record Cast(
        TestAccount admin,
        TestAccount alice,
        TestAccount bob,
        UUID dave,
        UUID erin,
        TestAccounts testAccounts,
        Browsers browsers,
        TestClock clock) {
    static final String LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    static final String MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
            + " Version/18.5 Safari/605.1.15";
    static final String ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/140.0.0.0 Mobile Safari/537.36";

    static Cast gather(
            AccountRepository accounts,
            AccountService accountService,
            TestAccounts testAccounts,
            Browsers browsers,
            TestClock clock) {
        TestAccount alice = account(testAccounts, "alice", "Alice Adams");
        TestAccount bob = testAccounts.withApp(account(testAccounts, "bob", "Bob Brown"), "Phone");
        TestAccount carol = testAccounts.withApp(account(testAccounts, "carol", "Carol Clark"), "Phone");
        TestAccount dave = account(testAccounts, "dave", "Dave Davis");
        TestAccount erin = testAccounts.called("erin", "Erin Evans", "erin@example.com", Role.USER, true);
        TestAccount frank = account(testAccounts, "frank", "Frank Fisher");
        TestAccount grace = testAccounts.withApp(account(testAccounts, "grace", "Grace Green"), "Work phone");
        TestAccount admin = new TestAccount(
                accounts.findByLogin("admin").orElseThrow().id(), "admin", TestAccounts.PASSWORD, null, clock);
        Cast cast = new Cast(admin, alice, bob, dave.id(), erin.id(), testAccounts, browsers, clock);

        accountService.present(bob.id(), "Bob Brown", ZoneId.of("Europe/Vienna"));
        browsers.open().signIn(frank);
        clock.pass(Duration.ofDays(9));
        browsers.open().signIn(grace);
        browsers.open().signIn(dave);
        accountService.disable(dave.id());
        cast.trust(bob, LINUX);
        clock.pass(Duration.ofDays(2));
        cast.trust(bob, ANDROID);
        browsers.open().signIn(alice);
        clock.pass(Duration.ofHours(21));
        browsers.open().signIn(carol);
        testAccounts.withApp(bob, "Tablet");
        clock.pass(Duration.ofHours(2));
        browsers.open().signIn(admin);
        clock.pass(Duration.ofMinutes(47));
        return cast;
    }

    private static TestAccount account(TestAccounts testAccounts, String login, String name) {
        return testAccounts.called(login, name, login + "@example.com", Role.USER, false);
    }

    /** Signs in from a browser of this kind and has it remembered. */
    void trust(TestAccount account, String agent) {
        clock.passWindow();
        TestBrowser browser = browsers.open().with("User-Agent", agent);
        browser.enterPassword(account);
        browser.post("/login/code", "confirmation_code", account.code(), "remember_device", "on");
    }
}
