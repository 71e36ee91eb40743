package dev.vestibule.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Starts as a deployment sees them: what works, and what is said when it does not. */
@ExtendWith(OutputCaptureExtension.class)
class PlatformStartTest {
    @TempDir
    static Path shared;

    private static DataDirectory serverDirectory;
    private static EmbeddedDatabase server;

    private Path temporary = shared;

    /** Stands for a PostgreSQL of the deployment's own. */
    @BeforeAll
    static void startServer() {
        serverDirectory = DataDirectory.open(shared.resolve("server"));
        server = EmbeddedDatabase.start(serverDirectory, new SecureRandom());
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
        serverDirectory.close();
    }

    @BeforeEach
    void makeEmpty() throws IOException, SQLException {
        temporary = Files.createTempDirectory(shared, "test");
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("drop owned by vestibule; create schema if not exists public");
        }
    }

    @Test
    void startWhenNothingIsSetThenMakesItsDatabaseAndKeysAndKeepsThem(CapturedOutput output) throws Exception {
        Sealed sealed;
        try (ConfigurableApplicationContext context = TestApplication.start(temporary)) {
            sealed = context.getBean(EncryptionKeys.class).seal(new byte[] {42}, "row");
            assertThat(context.getBean(DataSource.class)
                            .getConnection()
                            .getMetaData()
                            .getUserName())
                    .isEqualTo("vestibule_app");
            assertThat(context.getBean(Clock.class).getZone()).isEqualTo(ZoneOffset.UTC);
        }
        assertThat(temporary.resolve("data/postgresql/postmaster.pid")).doesNotExist();
        try (ConfigurableApplicationContext context = TestApplication.start(temporary)) {
            assertThat(context.getBean(EncryptionKeys.class).open(sealed, "row"))
                    .containsExactly(42);
            assertThat(canaries(context)).containsExactly("k1");
        }
        assertThat(output)
                .contains("keeps its data in " + temporary.resolve("data"))
                .contains("spring.datasource.url");
    }

    @Test
    void startWhenDatabaseIsNamedThenTouchesNoDataDirectory() throws IOException {
        TestApplication.start(temporary, own("encryption.keys=" + key(1))).close();

        assertThat(temporary.resolve("data")).doesNotExist();
    }

    @Test
    void migrationWhenItTakesLongerThanAStatementMayThenIsLetFinish() throws IOException {
        Path migrations = Files.createDirectories(temporary.resolve("migrations"));
        Files.writeString(migrations.resolve("V002__slow.sql"), "create table slow (); select pg_sleep(2)");
        String[] settings = own("encryption.keys=" + key(1));
        // As an operator writes it; it also shows that his word counts more than our default of 4 s.
        settings[0] += (settings[0].contains("?") ? "&" : "?") + "socketTimeout=1";

        try (ConfigurableApplicationContext context = TestApplication.start(temporary, settings)) {
            JdbcClient jdbc = context.getBean(JdbcClient.class);
            assertThat(jdbc.sql("select count(*) from slow")
                            .query(Integer.class)
                            .single())
                    .isZero();
            assertThatThrownBy(() -> jdbc.sql("select pg_sleep(2)").query().singleRow())
                    .hasStackTraceContaining("SocketTimeoutException");
        }
    }

    @Test
    void startWhenDatabaseIsNamedAndNoKeyThenEndsBeforeMigrating(CapturedOutput output) throws SQLException {
        assertEnds(output, "There is no encryption key", "openssl rand -base64 32", own());

        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet tables = statement.executeQuery("select from pg_tables where schemaname = 'public'")) {
            assertThat(tables.next()).as("a table was made").isFalse();
        }
    }

    @Test
    void startWhenKeyIsAnotherThenEndsAndRegistersNothing(CapturedOutput output) throws IOException {
        TestApplication.start(temporary, own("encryption.keys=" + key(1))).close();

        String wrong = "k2:" + base64(2) + "," + "k1:" + base64(3);
        assertEnds(
                output,
                "The encryption key k1 is not the one this database was sealed with",
                "Start with the key that belongs to this database",
                own("encryption.keys=" + wrong));

        assertThat(output).doesNotContain(base64(2)).doesNotContain(base64(3));
        try (ConfigurableApplicationContext context =
                TestApplication.start(temporary, own("encryption.keys=k2:" + base64(4) + "," + key(1)))) {
            assertThat(canaries(context)).containsExactly("k1", "k2");
        }
    }

    @Test
    void startWhenKeyIsMalformedThenEnds(CapturedOutput output) {
        assertEnds(
                output,
                "The key k1 in vestibule.encryption.keys has 3 bytes, not 32.",
                "openssl rand -base64 32",
                own("encryption.keys=k1:AQEB"));

        assertThat(output).doesNotContain("AQEB");
    }

    @Test
    void startWhenSchemaIsNewerThenEndsAndChangesNothing(CapturedOutput output) throws IOException {
        Path newer = Files.createDirectories(temporary.resolve("migrations")).resolve("V900__later.sql");
        Files.writeString(newer, "create table later ()");
        TestApplication.start(temporary, own("encryption.keys=" + key(1))).close();
        Files.delete(newer);

        assertEnds(
                output,
                "The database was migrated by a newer Vestibule, to schema version 900,",
                "Start that release or a later one",
                own("encryption.keys=" + key(1)));

        Files.writeString(newer, "create table later ()");
        TestApplication.start(temporary, own("encryption.keys=" + key(1))).close();
    }

    @Test
    void startWhenNothingListensThenEnds(CapturedOutput output) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String url = "jdbc:postgresql://localhost:" + port + "/vestibule";

        assertEnds(
                output,
                "The database " + url + " cannot be reached: nothing accepts connections there.",
                "See that the server runs",
                with("spring.datasource.url=" + url + "?user=u&password=in-the-url"));

        assertThat(output).doesNotContain("in-the-url");
    }

    @Test
    void startWhenPasswordIsWrongThenEnds(CapturedOutput output) {
        assertEnds(
                output,
                "refuses the login: password authentication failed for user \"vestibule\".",
                "Look at spring.datasource.username and spring.datasource.password",
                with(url(), "spring.datasource.username=vestibule", "spring.datasource.password=mistyped"));

        assertThat(output).doesNotContain("mistyped");
    }

    @Test
    void startWhenDatabaseDoesNotExistThenEnds(CapturedOutput output) {
        assertEnds(
                output,
                "does not exist: database \"absent\" does not exist.",
                "Create it",
                with(
                        url().replace("/vestibule?", "/absent?"),
                        "spring.datasource.username=vestibule",
                        "spring.datasource.password=" + server.owner().getPassword()));

        assertThat(output).doesNotContain(server.owner().getPassword());
    }

    @Test
    void startWhenDataDirectoryIsAFileThenEnds(CapturedOutput output) throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));

        assertEnds(
                output,
                "The data directory " + file + " is not a directory.",
                "set vestibule.data-directory",
                "vestibule.data-directory=" + file);
    }

    @Test
    void startWhenAnotherRunsThenEnds(CapturedOutput output) {
        Path held = serverDirectory.files().path();

        assertEnds(
                output,
                "Another Vestibule is already running with the data directory " + held + ".",
                "Stop it, or set vestibule.data-directory to another directory.",
                "vestibule.data-directory=" + held);
    }

    @Test
    void startWhenEmbeddedServerDoesNotStartThenSaysWhy(CapturedOutput output) throws IOException {
        TestApplication.start(temporary).close();
        Files.delete(temporary.resolve("data/postgresql/global/pg_control"));

        assertEnds(
                output,
                "The embedded PostgreSQL does not start: ",
                "spring.datasource.url",
                "vestibule.encryption.keys=" + key(1));

        assertThat(output).contains("pg_control");
        assertThat(temporary.resolve("data/postgresql/postmaster.pid")).doesNotExist();
    }

    private void assertEnds(CapturedOutput output, String description, String action, String... properties) {
        assertThatThrownBy(() -> TestApplication.start(temporary, properties).close())
                .isNotNull();

        assertThat(output.toString())
                .contains("APPLICATION FAILED TO START")
                .containsSubsequence("Description:", description, "Action:", action)
                .doesNotContain("\tat ");
    }

    private static String[] own(String... settings) {
        List<String> properties = new ArrayList<>(List.of(
                url(),
                "spring.datasource.username=" + server.owner().getUsername(),
                "spring.datasource.password=" + server.owner().getPassword()));
        for (String setting : settings) {
            properties.add("vestibule." + setting);
        }
        return properties.toArray(String[]::new);
    }

    private static String[] with(String... properties) {
        List<String> all = new ArrayList<>(List.of(properties));
        all.add("vestibule.encryption.keys=" + key(1));
        return all.toArray(String[]::new);
    }

    private static String url() {
        return "spring.datasource.url=" + server.getJdbcUrl();
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                server.getJdbcUrl(),
                server.owner().getUsername(),
                server.owner().getPassword());
    }

    private static List<String> canaries(ConfigurableApplicationContext context) {
        return context.getBean(JdbcClient.class)
                .sql("select id from encryption_key order by id")
                .query(String.class)
                .list();
    }

    private static String key(int fill) {
        return "k1:" + base64(fill);
    }

    private static String base64(int fill) {
        byte[] bytes = new byte[EncryptionKey.BYTES];
        Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
