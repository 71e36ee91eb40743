package dev.vestibule.testing;

import dev.vestibule.account.AccountDetails;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.AccountService;
import dev.vestibule.account.Passwords;
import dev.vestibule.account.Role;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.account.Username;
import dev.vestibule.apikey.ApiKeys;
import dev.vestibule.authenticator.EnrollingSession;
import dev.vestibule.authenticator.Enrolment;
import dev.vestibule.company.CompanyRepository;
import dev.vestibule.totp.Totp;
import dev.vestibule.totp.TotpSecret;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/** The parts of a test besides the application: a clock to set, and accounts that sign in. */
@TestConfiguration(proxyBeanMethods = false)
@Import({TestStatements.class, TestHashes.class})
public class TestSetup {
    /** For tests only: 32 bytes that are public. */
    public static final String KEYS = "k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    /** The settings that an operator would configure. */
    public static class Deployment implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            Map<String, Object> settings = Map.of(
                    "spring.datasource.url",
                    TestDatabase.create(),
                    "vestibule.encryption.keys",
                    KEYS,
                    "vestibule.bootstrap.admin-password",
                    People.PASSWORD,
                    "management.server.port",
                    "0");
            context.getEnvironment().getPropertySources().addLast(new MapPropertySource("deployment", settings));
        }
    }

    @Bean
    @Primary
    TestClock testClock() {
        return new TestClock();
    }

    @Bean
    People testPeople(
            AccountRepository accounts,
            AccountService registrar,
            SetPasswordLinks links,
            Passwords passwords,
            CompanyRepository companies,
            Enrolment enrolment,
            TestClock clock) {
        return new People(accounts, registrar, links, passwords, companies, enrolment, clock);
    }

    @Bean
    @Lazy
    Browsers testBrowsers(Environment environment) {
        return new Browsers(environment.getRequiredProperty("local.server.port", Integer.class));
    }

    @Bean
    @Lazy
    ApiClients testApiClients(Environment environment, ApiKeys keys, AccountRepository accounts) {
        return new ApiClients(environment.getRequiredProperty("local.server.port", Integer.class), keys, accounts);
    }

    @Bean
    @Lazy
    SecondNode secondNode(Environment environment, TestClock clock) {
        return SecondNode.start(environment, clock);
    }

    /** Creates browsers, each with cookies of its own. */
    public record Browsers(int port) {
        public TestBrowser open() {
            return new TestBrowser(port);
        }

        /** Creates a browser and signs in with all steps; the window of the code has passed on return. */
        public TestBrowser signedIn(TestPerson person) {
            TestBrowser browser = open().signIn(person);
            person.clock().passWindow();
            return browser;
        }
    }

    /** An account with its password. */
    public record TestPerson(
            UUID id,
            String login,
            String password,
            @Nullable TotpSecret secret,
            TestClock clock) {
        /** The app's present code. */
        public String code() {
            return code(0);
        }

        /** The app's present code (0), the next (1), or the one before (-1). */
        public String code(int stepsAhead) {
            long step = Totp.stepAt(clock.instant()) + stepsAhead;
            return new Totp().code(Objects.requireNonNull(secret), step).digits();
        }
    }

    /** Creates accounts with usernames that no other test uses. */
    public static final class People {
        public static final String PASSWORD = "plum-tractor-violet-94";

        private static final AtomicInteger COUNT = new AtomicInteger();

        private final AccountRepository accounts;
        private final AccountService registrar;
        private final SetPasswordLinks links;
        private final Passwords passwords;
        private final CompanyRepository companies;
        private final Enrolment enrolment;
        private final TestClock clock;

        People(
                AccountRepository accounts,
                AccountService registrar,
                SetPasswordLinks links,
                Passwords passwords,
                CompanyRepository companies,
                Enrolment enrolment,
                TestClock clock) {
            this.accounts = accounts;
            this.registrar = registrar;
            this.links = links;
            this.passwords = passwords;
            this.companies = companies;
            this.enrolment = enrolment;
            this.clock = clock;
        }

        /** An account without a password. */
        public TestPerson invited(String name, Role role) {
            String login = name + COUNT.incrementAndGet();
            UUID company = companies.findAllByOrderByName().get(0).id();
            var account = registrar.create(
                    Username.parse(login).orElseThrow(), new AccountDetails(name, null, company), role);
            return new TestPerson(account.id(), login, PASSWORD, null, clock);
        }

        /** An account with this username, for pages; it has a password unless {@code invited}. */
        public TestPerson called(String login, String name, @Nullable String email, Role role, boolean invited) {
            UUID company = companies.findAllByOrderByName().get(0).id();
            var account = registrar.create(
                    Username.parse(login).orElseThrow(), new AccountDetails(name, email, company), role);
            TestPerson person = new TestPerson(account.id(), login, PASSWORD, null, clock);
            return invited ? person : choosePassword(person);
        }

        /** Signs in with a password alone. */
        public TestPerson withPassword(String name) {
            return withPassword(name, Role.USER);
        }

        public TestPerson withPassword(String name, Role role) {
            return choosePassword(invited(name, role));
        }

        private TestPerson choosePassword(TestPerson person) {
            String token = links.issue(person.id()).token().text();
            if (!passwords.set(token, PASSWORD)) {
                throw new IllegalStateException("the link did not work");
            }
            return person;
        }

        /** Signs in with a password and a code. The confirming code's window has passed when this returns. */
        public TestPerson withMfa(String name) {
            return withMfa(name, Role.USER);
        }

        public TestPerson withMfa(String name, Role role) {
            TestPerson person = withPassword(name, role);
            return withApp(person, "Phone");
        }

        /** Adds an app to an account; the first app switches MFA on. */
        public TestPerson withApp(TestPerson person, String appName) {
            return withApp(person, appName, null);
        }

        /** Adds an app that is to replace another of the account, if one is given. */
        public TestPerson withApp(TestPerson person, String appName, @Nullable UUID replaces) {
            int version = accounts.findById(person.id()).orElseThrow().credentialVersion();
            var session = new EnrollingSession(person.id(), UUID.randomUUID(), version);
            var pending = enrolment.pending(session).orElseThrow();
            TotpSecret secret = pending.secret();
            var code = new Totp().code(secret, Totp.stepAt(clock.instant()));
            var result = enrolment.finish(session, pending, appName, replaces, code);
            if (result.refusal() != null) {
                throw new IllegalStateException("not enrolled: " + result.refusal());
            }
            clock.passWindow();
            return new TestPerson(person.id(), person.login(), person.password(), secret, clock);
        }
    }
}
