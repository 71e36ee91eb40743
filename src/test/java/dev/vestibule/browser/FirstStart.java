package dev.vestibule.browser;

import dev.vestibule.VestibuleApplication;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestDatabase;
import dev.vestibule.testing.TestSetup;
import java.util.UUID;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A new installation, started as {@code java -jar} would, but for the clock and the database.
 *
 * @param link the path by which it wants the first administrator to choose a password
 */
record FirstStart(ConfigurableApplicationContext application, int port, String link) implements AutoCloseable {
    static FirstStart run() {
        var application = new SpringApplicationBuilder(VestibuleApplication.class, TestSetup.class)
                .run(
                        "--spring.datasource.url=" + TestDatabase.create(),
                        "--vestibule.encryption.keys=" + TestSetup.KEYS,
                        "--server.port=0",
                        "--management.server.port=0");
        UUID administrator = application
                .getBean(AccountRepository.class)
                .firstAdministrator()
                .orElseThrow()
                .id();
        String link =
                application.getBean(SetPasswordLinks.class).issue(administrator).path();
        int port = application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        return new FirstStart(application, port, link);
    }

    TestClock clock() {
        return application.getBean(TestClock.class);
    }

    @Override
    public void close() {
        application.close();
    }
}
