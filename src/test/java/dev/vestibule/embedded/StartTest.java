package dev.vestibule.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vestibule.datadirectory.DataDirectory;
import dev.vestibule.encryption.EncryptedValue;
import dev.vestibule.encryption.EncryptionKeys;
import dev.vestibule.testing.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
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
import java.util.Locale;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Starts as a deployment sees them: what works, and what is said when it does not. */
@ExtendWith(OutputCaptureExtension.class)
@Tag("integration")
class StartTest {
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
        EncryptedValue sealed;
        try (ConfigurableApplicationContext context = TestApplication.start(temporary)) {
            sealed = context.getBean(EncryptionKeys.class).encrypt(new byte[] {42}, "row");
            assertThat(context.getBean(DataSource.class)
                            .getConnection()
                            .getMetaData()
                            .getUserName())
                    .isEqualTo("vestibule_app");
            assertThat(context.getBean(Clock.class).getZone()).isEqualTo(ZoneOffset.UTC);
        }
        assertThat(temporary.resolve("data/postgresql/postmaster.pid")).doesNotExist();
        try (ConfigurableApplicationContext context = TestApplication.start(temporary)) {
            assertThat(context.getBean(EncryptionKeys.class).decrypt(sealed, "row"))
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
                "The encryption key k1 is not the one this database was encrypted with",
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            vestibule.trusted-proxy=10.0.0.7/32          | There is no setting vestibule.trusted-proxy.         | Did you mean vestibule.trusted-proxies?
            vestibule.publicurl.x=http://a.example       | There is no setting vestibule.publicurl.x.           | Did you mean vestibule.public-url?
            vestibule.bootstrap.admin-name=ann           | There is no setting vestibule.bootstrap.admin-name.  | vestibule.bootstrap.admin-login
            vestibule.cleanup.intervall=PT2H             | There is no setting vestibule.cleanup.intervall.     | Did you mean vestibule.cleanup.interval?
            server.servlet.context-path=/auth            | does not work with server.servlet.context-path=/auth | Remove it: the pages stand at the root
            spring.mvc.servlet.path=/auth                | does not work with spring.mvc.servlet.path=/auth     | Remove it: the pages stand at the root
            server.forward-headers-strategy=native       | server.forward-headers-strategy=native               | vestibule.trusted-proxies
            spring.flyway.enabled=false                  | spring.flyway.enabled=false                          | Remove it
            spring.jpa.hibernate.ddl-auto=create         | spring.jpa.hibernate.ddl-auto=create                 | Remove it
            server.port=99999                            | server.port is no port: 99999.                       | Set it to a number from 1 to 65535
            management.server.port=-5                    | management.server.port is no port: -5.               | Set it to a number
            server.port=http                             | server.port is no port: http.                        | Set it to a number
            server.port=-1                               | server.port is no port: -1.                          | Set it to a number
            management.server.port=8080                  | server.port and management.server.port are both 8080 | Set one of them to another port
            vestibule.cleanup.interval=soon              | vestibule.cleanup.interval is no time from a second to a day: soon. | PT1H (an hour)
            vestibule.cleanup.interval=P2D               | vestibule.cleanup.interval is no time from a second to a day: P2D.  | PT1H (an hour)
            vestibule.cleanup.interval=-5m               | vestibule.cleanup.interval is no time from a second to a day: -5m.  | PT1H (an hour)
            vestibule.cleanup.interval=0                 | vestibule.cleanup.interval is no time from a second to a day: 0.    | PT1H (an hour)
            vestibule.cleanup.interval=PT0S              | vestibule.cleanup.interval is no time from a second to a day: PT0S. | PT1H (an hour)
            vestibule.cleanup.interval=-1                | vestibule.cleanup.interval is no time from a second to a day: -1.   | PT1H (an hour)
            vestibule.public-url=https://                | vestibule.public-url is no address of a site: https://              | such as https://login.example.com
            vestibule.public-url=https://a b             | vestibule.public-url is no address of a site: https://a b           | such as https://login.example.com
            server.address=no-such-host.invalid          | server.address is no address, and no host of that name is known: no-such-host.invalid. | such as 127.0.0.1
            server.address=192.0.2.1                     | server.address is no address of this machine: 192.0.2.1.            | such as 127.0.0.1
            management.server.address=no-such.invalid    | management.server.address is no address, and no host of that name is known | such as 127.0.0.1
            spring.datasource.url=postgres://me:hush@db.example:5433/v?sslmode=require | has the form of other programs | Set it to jdbc:postgresql://db.example:5433/v,
            spring.datasource.url=postgresql://db.example/v    | has the form of other programs                 | Set it to jdbc:postgresql://db.example/v,
            spring.datasource.url=jdbc:mysql://me:hush@db/v    | names no PostgreSQL, but mysql.                | jdbc:postgresql://HOST:PORT/DATABASE
            spring.datasource.url=jdbc:h2:mem:v                | names no PostgreSQL, but h2.                   | jdbc:postgresql://HOST:PORT/DATABASE
            spring.datasource.url=db.example                   | names no PostgreSQL.                           | jdbc:postgresql://HOST:PORT/DATABASE
            spring.datasource.url=jdbc:postgresql://db:99999/v | spring.datasource.url cannot be read.          | with a port from 1 to 65535
            spring.flyway.url=postgres://me:hush@db/v          | spring.flyway.url has the form                 | jdbc:postgresql://db/v
            """)
    void startWhenASettingCannotWorkThenEndsAndMakesNothing(
            String setting, String description, String action, CapturedOutput output) {
        assertEnds(output, description, action, setting);

        assertThat(output).doesNotContain("hush");
        assertThat(temporary.resolve("data")).doesNotExist();
    }

    @Test
    void startWhenSettingsAreWrittenInOtherWaysThenTakesThem() throws IOException {
        TestApplication.start(
                        temporary,
                        own(
                                "publicUrl=http://a.example",
                                "TRUSTED_PROXIES[0]=10.0.0.7/32",
                                "encryption.keys=" + key(1)))
                .close();
    }

    @ParameterizedTest
    @CsvSource({"SQL_ASCII, '--template=template0 '", "LATIN1, '--template=template0 '"})
    void startWhenDatabaseIsNotUtf8ThenEndsWithTheCommandForOneThatIs(
            String encoding, String options, CapturedOutput output) {
        JdbcTemplate jdbc = new JdbcTemplate(new DriverManagerDataSource(TestDatabase.create()));
        String name = "encoded_" + encoding.toLowerCase(Locale.ROOT);
        jdbc.execute("create database " + name + " encoding '" + encoding
                + "' template template0 locale_provider libc locale 'C'");

        assertEnds(
                output,
                "The database " + name + " has the encoding " + encoding + ", and Vestibule needs UTF8.",
                "createdb --owner=postgres --encoding=UTF8 " + options + name + "_utf8",
                with("spring.datasource.url=" + TestDatabase.create().replaceFirst("vestibule_\\d+", name)));
    }

    @Test
    void startWhenSchemaIsAnothersThenEndsAndChangesNothing(CapturedOutput output) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create table theirs ()");
        }

        assertEnds(
                output,
                "The database holds tables that are not Vestibule's.",
                "Create an empty database",
                own("encryption.keys=" + key(1)));
    }

    @Test
    void startWhenAMigrationWasChangedThenEndsAndChangesNothing(CapturedOutput output) throws Exception {
        TestApplication.start(temporary, own("encryption.keys=" + key(1))).close();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("update flyway_schema_history set checksum = 7 where version = '001'");
        }

        assertEnds(
                output,
                "its version 001 is \"encryption key\", and is another one here.",
                "create an empty one",
                own("encryption.keys=" + key(1)));
    }

    @Test
    void startWhenAnotherProgramsMigrationsMadeTheTablesThenEnds(CapturedOutput output) throws Exception {
        Path theirs = Files.createDirectories(temporary.resolve("migrations")).resolve("V000_5__theirs.sql");
        Files.writeString(theirs, "create table theirs ()");
        TestApplication.start(temporary, own("encryption.keys=" + key(1))).close();
        Files.delete(theirs);

        assertEnds(
                output,
                "were not made by the migrations of this release",
                "create an empty one",
                own("encryption.keys=" + key(1)));
    }

    @Test
    void startWhenTheDataDirectoryHasACharacterOfTheShellThenEnds(CapturedOutput output) {
        Path directory = temporary.resolve("a$b");

        assertEnds(
                output,
                "has a character in its path that PostgreSQL's programs cannot take: $.",
                "Set vestibule.data-directory to a path without it",
                "vestibule.data-directory=" + directory);
    }

    @Test
    void startWhenOneOfTwoKeysIsMissingThenEndsAndRegistersNothing(CapturedOutput output) throws Exception {
        TestApplication.start(temporary, own("encryption.keys=" + key(1))).close();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create table sealed (key_id varchar(32) references encryption_key);"
                    + " insert into sealed values ('k1')");
        }

        assertEnds(
                output,
                "The encryption key k1 is missing",
                "Add it behind the first one",
                own("encryption.keys=k2:" + base64(2)));

        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet ids = statement.executeQuery("select string_agg(id, ',') from encryption_key")) {
            ids.next();
            assertThat(ids.getString(1)).isEqualTo("k1");
        }
    }

    @Test
    void startWhenTheFailureIsUnknownThenEndsWithItsReason(CapturedOutput output) throws IOException {
        Path migrations = Files.createDirectories(temporary.resolve("migrations"));
        Files.writeString(migrations.resolve("V002__broken.sql"), "create table broken (");

        assertEnds(output, "Vestibule cannot start: ", "--debug", own("encryption.keys=" + key(1)));
    }

    @Test
    void settingsFileWhenItHoldsUmlautsThenIsReadAsUtf8(CapturedOutput output) throws IOException {
        Path directory = Files.createDirectories(temporary.resolve("settings"));
        String location = "spring.config.additional-location=file:" + directory + "/";
        Files.writeString(
                directory.resolve("application.properties"),
                "spring.config.import=more.properties\nmain=Müller & Söhne\n");
        Files.writeString(directory.resolve("application-x.properties"), "profile=Łódź\n");
        Files.writeString(directory.resolve("more.properties"), "imported=東京\nescaped=\\u00fc\n");
        List<String> settings = new ArrayList<>(List.of(own("encryption.keys=" + key(1))));
        settings.addAll(List.of(location, "spring.profiles.active=x"));

        try (ConfigurableApplicationContext context =
                TestApplication.start(temporary, settings.toArray(String[]::new))) {
            assertThat(List.of("main", "profile", "imported", "escaped"))
                    .extracting(context.getEnvironment()::getProperty)
                    .containsExactly("Müller & Söhne", "Łódź", "東京", "ü");
        }

        Files.write(directory.resolve("application.properties"), "main=Müller".getBytes(StandardCharsets.ISO_8859_1));
        assertEnds(output, "is not UTF-8 text.", "Save it as UTF-8", settings.toArray(String[]::new));
        Files.writeString(directory.resolve("application.properties"), "\uFEFFmain=Müller");
        assertEnds(output, "begins with a byte order mark.", "Save it as UTF-8", settings.toArray(String[]::new));

        Files.delete(directory.resolve("application.properties"));
        Files.write(directory.resolve("application.yaml"), "main: Müller".getBytes(StandardCharsets.ISO_8859_1));
        assertEnds(output, "application.yaml] is not UTF-8 text.", "Save it as UTF-8", settings.toArray(String[]::new));
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
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
