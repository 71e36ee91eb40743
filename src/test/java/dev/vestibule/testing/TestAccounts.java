package dev.vestibule.testing;

import dev.vestibule.account.AccountDetails;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.AccountService;
import dev.vestibule.account.Passwords;
import dev.vestibule.account.Role;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.account.Username;
import dev.vestibule.authenticator.EnrollingSession;
import dev.vestibule.authenticator.Enrolment;
import dev.vestibule.company.CompanyRepository;
import dev.vestibule.totp.Totp;
import dev.vestibule.totp.TotpSecret;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Creates accounts with usernames that no other test uses. */
public record TestAccounts(
        AccountRepository accounts,
        AccountService accountService,
        SetPasswordLinks links,
        Passwords passwords,
        CompanyRepository companies,
        Enrolment enrolment,
        TestClock clock) {
    public static final String PASSWORD = "plum-tractor-violet-94";

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** An account without a password. */
    public TestAccount invited(String name, Role role) {
        String login = name + COUNT.incrementAndGet();
        UUID company = companies.findAllByOrderByName().get(0).id();
        var account = accountService.create(
                Username.parse(login).orElseThrow(), new AccountDetails(name, null, company), role);
        return new TestAccount(account.id(), login, PASSWORD, null, clock);
    }

    /** An account with this username, for pages; it has a password unless {@code invited}. */
    public TestAccount called(String login, String name, @Nullable String email, Role role, boolean invited) {
        UUID company = companies.findAllByOrderByName().get(0).id();
        var account = accountService.create(
                Username.parse(login).orElseThrow(), new AccountDetails(name, email, company), role);
        TestAccount user = new TestAccount(account.id(), login, PASSWORD, null, clock);
        return invited ? user : choosePassword(user);
    }

    /** Signs in with a password alone. */
    public TestAccount withPassword(String name) {
        return withPassword(name, Role.USER);
    }

    public TestAccount withPassword(String name, Role role) {
        return choosePassword(invited(name, role));
    }

    private TestAccount choosePassword(TestAccount user) {
        String token = links.issue(user.id()).token().text();
        if (!passwords.set(token, PASSWORD)) {
            throw new IllegalStateException("the link did not work");
        }
        return user;
    }

    /** Signs in with a password and a code. The confirming code's window has passed when this returns. */
    public TestAccount withMfa(String name) {
        return withMfa(name, Role.USER);
    }

    public TestAccount withMfa(String name, Role role) {
        TestAccount user = withPassword(name, role);
        return withApp(user, "Phone");
    }

    /** Adds an app to an account; the first app switches MFA on. */
    public TestAccount withApp(TestAccount user, String appName) {
        return withApp(user, appName, null);
    }

    /** Adds an app that is to replace another of the account, if one is given. */
    public TestAccount withApp(TestAccount user, String appName, @Nullable UUID replaces) {
        int version = accounts.findById(user.id()).orElseThrow().credentialVersion();
        var session = new EnrollingSession(user.id(), UUID.randomUUID(), version);
        var pending = enrolment.pending(session).orElseThrow();
        TotpSecret secret = pending.secret();
        var code = new Totp().code(secret, Totp.stepAt(clock.instant()));
        var result = enrolment.finish(session, pending, appName, replaces, code);
        if (result.refusal() != null) {
            throw new IllegalStateException("not enrolled: " + result.refusal());
        }
        clock.passWindow();
        return new TestAccount(user.id(), user.login(), user.password(), secret, clock);
    }
}
