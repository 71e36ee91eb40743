package dev.vestibule.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vestibule.datadirectory.DataDirectory;
import dev.vestibule.startup.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;

/** One server, looked at from all sides. */
@Tag("integration")
class EmbeddedDatabaseTest {
    @TempDir
    static Path temporary;

    private static DataDirectory directory;
    private static EmbeddedDatabase database;

    @BeforeAll
    static void start() {
        directory = DataDirectory.open(temporary.resolve("data"));
        database = EmbeddedDatabase.start(directory, new SecureRandom());
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
        directory.close();
    }

    @ParameterizedTest
    @CsvSource({
        "fsync, on",
        "synchronous_commit, on",
        "full_page_writes, on",
        "max_connections, 50",
        "password_encryption, scram-sha-256",
        "server_encoding, UTF8"
    })
    void serverWhenAskedThenHasTheSetting(String name, String value) throws SQLException {
        assertThat(ask("select setting from pg_settings where name = '" + name + "'"))
                .isEqualTo(value);
    }

    @Test
    void rolesWhenAskedThenAreNoSuperusersAndTheOneThatRunsOwnsNothing() throws SQLException {
        assertThat(ask("select current_user")).isEqualTo("vestibule_app");
        assertThat(ask("select count(*) from pg_roles where rolname like 'vestibule%'"))
                .isEqualTo("2");
        assertThat(ask("select bool_or(rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls)"
                        + " from pg_roles where rolname like 'vestibule%'"))
                .isEqualTo("f");
        assertThat(ask("select pg_get_userbyid(datdba) from pg_database where datname = current_database()"))
                .isEqualTo("vestibule");
        assertThat(ask("select count(*) from pg_auth_members where member = current_user::regrole"))
                .isEqualTo("0");
    }

    @Test
    void roleWhenItReachesForFilesOrProgramsThenIsRefused() {
        for (String reach : List.of(
                "copy (select 1) to program 'true'", "select pg_read_file('postgresql.conf')", "create role other")) {
            assertThatExceptionOfType(PSQLException.class)
                    .isThrownBy(() -> ask(reach))
                    .satisfies(refusal -> assertThat(refusal.getSQLState()).isEqualTo("42501"));
        }
    }

    @ParameterizedTest
    @CsvSource({"postgres, ''", "postgres, wrong", "vestibule, ''", "vestibule, wrong"})
    void serverWhenPasswordIsWrongThenRefuses(String user, String password) {
        assertThatExceptionOfType(PSQLException.class)
                .isThrownBy(() -> DriverManager.getConnection(database.getJdbcUrl(), user, password))
                .satisfies(refusal -> assertThat(refusal.getSQLState()).isIn("28P01", "08004"));
    }

    @Test
    void sortingWhenLetterIsNotAsciiThenGoesByCodePoint() throws SQLException {
        assertThat(
                        ask(
                                "select string_agg(word, '' order by word) from (values ('a'), ('B'), ('é'), ('Z')) as w (word)"))
                .isEqualTo("BZaé");
        assertThat(ask("select upper('é')")).isEqualTo("É");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void serverWhenListeningThenOnlyOnLoopback() throws IOException {
        String port = String.format(Locale.ROOT, ":%04X", port());
        List<String> addresses = Stream.of("tcp", "tcp6")
                .map(name -> Path.of("/proc/net", name))
                .filter(Files::exists)
                .flatMap(EmbeddedDatabaseTest::lines)
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields[1].endsWith(port) && fields[3].equals("0A"))
                .map(fields -> fields[1].substring(0, fields[1].indexOf(':')))
                .toList();

        assertThat(addresses).isNotEmpty().isSubsetOf("0100007F", "00000000000000000000000001000000");
    }

    @Test
    void serverWhenRunningThenHasNoSocketFile() throws IOException {
        List<String> facts = Files.readAllLines(directory.files().resolve("postgresql/postmaster.pid"));

        assertThat(facts.get(3)).isEqualTo(String.valueOf(port()));
        assertThat(facts.get(4)).as("socket directory").isEmpty();
    }

    @Test
    void directoryWhenFilledThenNothingInItIsOpenToOthers() throws IOException {
        assertThat(permissions(directory.files().path())).isEqualTo("rwx------");
        try (Stream<Path> entries = Files.list(directory.files().path())) {
            assertThat(entries).isNotEmpty().allSatisfy(EmbeddedDatabaseTest::assertOnlyOwner);
        }
        try (Stream<Path> entries = Files.walk(directory.files().resolve("postgresql"))) {
            assertThat(entries).hasSizeGreaterThan(100).allSatisfy(EmbeddedDatabaseTest::assertOnlyOwner);
        }
    }

    @Test
    void passwordWhenPrintedOrLoggedThenIsNotThere() throws IOException {
        String log = Files.readString(directory.files().resolve("postgresql.log"));

        assertThat(log).contains("ready to accept connections");
        assertThat(log + database + database.getJdbcUrl())
                .doesNotContain(database.getPassword())
                .doesNotContain(directory.files().read("database-superuser-password"));
    }

    @Test
    void secondWhenFirstRunsThenIsRefusedAndTheFirstLives() throws SQLException {
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> DataDirectory.open(directory.files().path()))
                .withMessageContaining("already running");
        assertThat(ask("select 1")).isEqualTo("1");
    }

    private static String ask(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        database.getJdbcUrl(), database.getUsername(), database.getPassword());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static int port() {
        return Integer.parseInt(database.getJdbcUrl().replaceFirst(".*localhost:(\\d+)/.*", "$1"));
    }

    private static Stream<String> lines(Path path) {
        try {
            return Files.readAllLines(path).stream().skip(1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertOnlyOwner(Path path) throws IOException {
        assertThat(permissions(path)).endsWith("------");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
