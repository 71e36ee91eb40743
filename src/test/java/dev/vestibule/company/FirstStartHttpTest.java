package dev.vestibule.company;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vestibule.VestibuleApplication;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestDatabase;
import dev.vestibule.testing.TestSetup;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The first start on an empty database, and the starts after it. */
@ExtendWith(OutputCaptureExtension.class)
@Tag("integration")
class FirstStartHttpTest {
    private static final Pattern LINK = Pattern.compile("http://localhost:(\\d+)(/set-password/[\\w-]{43})");

    @TempDir
    Path temporary;

    private final String database = TestDatabase.create();
    private final List<ConfigurableApplicationContext> running = new ArrayList<>();

    @AfterEach
    void stop() {
        running.forEach(ConfigurableApplicationContext::close);
    }

    private ConfigurableApplicationContext start(String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.datasource.url=" + database,
                "--vestibule.encryption.keys=" + TestSetup.KEYS,
                "--spring.main.banner-mode=off",
                "--server.port=0",
                "--management.server.port=0"));
        arguments.addAll(List.of(settings));
        ConfigurableApplicationContext context = new SpringApplicationBuilder(VestibuleApplication.class)
                .initializers(starting -> starting.getBeanFactory()
                        .registerSingleton("noTestConfiguration", new SecondNode.NoTestConfiguration()))
                .run(arguments.toArray(String[]::new));
        synchronized (running) {
            running.add(context);
        }
        return context;
    }

    private JdbcClient jdbc() {
        return JdbcClient.create(new DriverManagerDataSource(database));
    }

    private long count(String table) {
        return jdbc().sql("select count(*) from " + table).query(Long.class).single();
    }

    private static List<String> links(CharSequence output) {
        return LINK.matcher(output).results().map(link -> link.group(2)).toList();
    }

    private TestBrowser browser(ConfigurableApplicationContext node) {
        return new TestBrowser(node.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    @Test
    void startWhenTwoNodesComeTogetherThenThereIsOneCompanyAndOneAdministrator(CapturedOutput output)
            throws InterruptedException {
        // Two nodes in one process would set up its one logging system at the same time.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        try {
            Race.of(2, () -> start("--vestibule.bootstrap.company=Acme & Søn"));
        } finally {
            System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
        }

        assertThat(jdbc().sql("select name from company").query(String.class).list())
                .containsExactly("Acme & Søn");
        assertThat(jdbc().sql("select login || role || (password is null) from account")
                        .query(String.class)
                        .list())
                .containsExactly("adminADMINtrue");
        assertThat(output.toString().split("user password-link admin", -1)).hasSize(3);
    }

    @Test
    void startWhenThereIsNoTerminalThenTheOutputNamesTheCommandAndHasNoLink(CapturedOutput output) {
        start("--vestibule.bootstrap.admin-login=root;ls");

        assertThat(output)
                .contains("Vestibule is ready: http://localhost:")
                .contains(
                        "To print a link to choose the password of \"root;ls\", run with the settings of this server:")
                .contains("  ./mvnw spring-boot:run -Dspring-boot.run.arguments='user password-link \"root;ls\"'")
                .doesNotContain("/set-password/");
        // Without a data directory there is no file for a link either, so none is made.
        assertThat(count("set_password_link")).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /opt/vestibule.jar | admin   | java -jar /opt/vestibule.jar user password-link admin
            /opt/vestibule.jar | root;ls | java -jar /opt/vestibule.jar user password-link 'root;ls'
            target/classes     | admin   | ./mvnw spring-boot:run -Dspring-boot.run.arguments="user password-link admin"
                               | admin   | ./mvnw spring-boot:run -Dspring-boot.run.arguments="user password-link admin"
            target/classes     | a;"b    | ./mvnw spring-boot:run -Dspring-boot.run.arguments='user password-link '\\''a;"b'\\'''
            """)
    void commandWhenThereIsAJarOrNoneThenIsTheOneThatWorks(@Nullable File source, String login, String command) {
        assertThat(StartMessage.command(source, login)).isEqualTo(command);
    }

    @Test
    void startOnATerminalWhenNobodyHasAPasswordThenPrintsALinkAnewUntilOneIsChosen(CapturedOutput output)
            throws IOException {
        Path log = temporary.resolve("vestibule.log");
        ConfigurableApplicationContext node = start("--logging.file.name=" + log);
        node.getBean(StartMessage.class).print(System.out, true);
        node.getBean(StartMessage.class).print(System.out, true);
        TestBrowser browser = browser(node);

        List<String> links = links(output);
        assertThat(links).hasSize(2);
        assertThat(links)
                .extracting(link -> browser.get(link).status())
                .as("the newer voids the older")
                .containsExactly(410, 200);
        String logged = Files.readString(log);
        assertThat(logged).contains("Tomcat started on port");
        assertThat(links).allSatisfy(link -> assertThat(logged).doesNotContain(link));
        browser.post(
                links.get(1),
                "new_password",
                TestAccounts.PASSWORD,
                "new_password_confirmation",
                TestAccounts.PASSWORD);
        Page signedIn = browser.post("/login", "username", "admin", "password", TestAccounts.PASSWORD);
        assertThat(browser.follow(signedIn).says("Signed in as admin at My Company."))
                .isTrue();

        int before = output.toString().length();
        start("--vestibule.bootstrap.company=Another", "--vestibule.bootstrap.admin-login=second");

        assertThat(output.toString().substring(before))
                .contains("Vestibule is ready: http://localhost:")
                .doesNotContain("/set-password/");
        assertThat(count("company")).isOne();
        assertThat(count("account")).isOne();
    }

    @ParameterizedTest
    @CsvSource({
        "short-1,Use at least 12 characters.",
        "password12345,Many people use this password",
        "administrator1,easy to guess"
    })
    void startWhenTheGivenPasswordIsRefusedThenEndsWithTheReason(
            String password, String reason, CapturedOutput output) {
        assertThatThrownBy(() -> start("--vestibule.bootstrap.admin-password=" + password))
                .rootCause()
                .hasMessageStartingWith("vestibule.bootstrap.admin-password is refused. ")
                .hasMessageContaining(reason);

        assertThat(output).contains("vestibule.bootstrap.admin-password is refused.");
        assertThat(output.toString()).doesNotContain(password);
        assertThat(count("account")).isZero();
        assertThat(count("company")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "--vestibule.bootstrap.admin-login=two words,vestibule.bootstrap.admin-login is no username.",
        "--vestibule.bootstrap.company=A:B,vestibule.bootstrap.company is no name for a company."
    })
    void startWhenANameIsNoneThenEndsWithTheReason(String setting, String reason) {
        assertThatThrownBy(() -> start(setting)).rootCause().hasMessage(reason);

        assertThat(count("account")).isZero();
    }
}
