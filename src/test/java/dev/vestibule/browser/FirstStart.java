package dev.vestibule.browser;

import dev.vestibule.VestibuleApplication;
import dev.vestibule.house.TestClock;
import dev.vestibule.house.TestDatabase;
import dev.vestibule.house.TestHouse;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A new installation, started as {@code java -jar} would, but for the clock and the database.
 *
 * @param link the path by which it wants the first administrator to choose a password, as it printed it
 */
record FirstStart(ConfigurableApplicationContext application, int port, String link) implements AutoCloseable {
    private static final Pattern LINK = Pattern.compile("http://localhost:([0-9]+)(/set-password/\\S+)");

    static FirstStart run(CapturedOutput output) {
        var application = new SpringApplicationBuilder(VestibuleApplication.class, TestHouse.class)
                .run(
                        "--spring.datasource.url=" + TestDatabase.create(),
                        "--vestibule.encryption.keys=" + TestHouse.KEYS,
                        "--server.port=0",
                        "--management.server.port=0");
        MatchResult printed = LINK.matcher(output.getOut())
                .results()
                .reduce((earlier, later) -> later)
                .orElseThrow();
        return new FirstStart(application, Integer.parseInt(printed.group(1)), printed.group(2));
    }

    TestClock clock() {
        return application.getBean(TestClock.class);
    }

    @Override
    public void close() {
        application.close();
    }
}
