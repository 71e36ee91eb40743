package dev.vestibule.testing;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.apikey.ApiKeys;
import java.util.Map;
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
@Import({TestAccounts.class, TestStatements.class, TestHashes.class})
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
                    TestAccounts.PASSWORD,
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
        public TestBrowser signedIn(TestAccount account) {
            TestBrowser browser = open().signIn(account);
            account.clock().passWindow();
            return browser;
        }
    }
}
