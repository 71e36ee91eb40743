package dev.vestibule.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vestibule.datadirectory.DataDirectory;
import dev.vestibule.startup.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.util.PSQLException;

/** A server that is started again, after ends of all kinds. */
@Tag("integration")
class EmbeddedDatabaseRestartTest {
    @TempDir
    static Path shared;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Path temporary = shared;

    /** The library unpacks its programs once for all servers of a process, to where the first of them wants them. */
    @BeforeAll
    static void unpack() throws IOException {
        try (DataDirectory directory = DataDirectory.open(shared.resolve("first"))) {
            EmbeddedDatabase.start(directory, RANDOM).close();
        }
    }

    @BeforeEach
    void makeDirectory() throws IOException {
        temporary = Files.createTempDirectory(shared, "test");
    }

    @Test
    void databaseWhenStartedAgainThenKeepsItsData() throws Exception {
        String first = inDatabase(database -> {
            execute(database, "create table kept (word text)", "insert into kept values ('kept')");
            return database.getPassword();
        });

        inDatabase(database -> {
            assertThat(database.getPassword()).isEqualTo(first);
            assertThat(ask(database, "select word from kept")).isEqualTo("kept");
            return first;
        });
    }

    @Test
    void databaseWhenClosedThenServerIsGone() throws Exception {
        EmbeddedDatabase closed = inDatabase(database -> database);

        assertThat(postmasterPid()).doesNotExist();
        assertThatExceptionOfType(PSQLException.class)
                .isThrownBy(() -> ask(closed, "select 1"))
                .satisfies(refusal -> assertThat(refusal.getSQLState()).startsWith("08"));
        closed.close();
    }

    /** Twice: the second server is watched, too. */
    @Test
    void databaseWhenItsServerIsKilledThenRunsAgainOnItsPortWithItsData() throws Exception {
        inDatabase(database -> {
            execute(database, "create table kept (word text)", "insert into kept values ('kept')");
            for (int i = 0; i < 2; i++) {
                awaitReady(kill());

                assertThat(ask(database, "select word from kept")).isEqualTo("kept");
            }
            return "";
        });

        assertThat(postmasterPid()).doesNotExist();
    }

    @Test
    void databaseWhenItsServerIsKilledWhileItIsStartedAgainThenTheNextTryBeginsAtOnce() throws Exception {
        inDatabase(database -> {
            long first = kill();
            await(() -> isAnother(first));
            killStarter();
            awaitReady(kill());

            return assertThat(ask(database, "select 1")).isEqualTo("1");
        });
    }

    /** Kills the server and says which process it was. */
    private long kill() throws IOException {
        long pid = Long.parseLong(Files.readAllLines(postmasterPid()).get(0));
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        return pid;
    }

    /** The program that would say that the server has ended, if it still waits for it. */
    private void killStarter() {
        String directory = data().resolve("postgresql").toString();
        ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").endsWith("/pg_ctl"))
                .filter(process -> process.info().commandLine().orElse("").contains(directory))
                .forEach(ProcessHandle::destroyForcibly);
    }

    private void awaitReady(long killed) throws Exception {
        await(() -> isAnother(killed) && Files.readString(postmasterPid()).contains("ready") && !isStarting());
    }

    private boolean isAnother(long killed) throws IOException {
        return new LeftoverServer(data().resolve("postgresql")).isRunning()
                && !Files.readAllLines(postmasterPid()).get(0).equals(String.valueOf(killed));
    }

    /** Less time than the patience with a start that is not known to have failed. */
    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!happened(condition)) {
            assertThat(System.nanoTime()).as("it runs again in time").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static boolean happened(Callable<Boolean> condition) throws Exception {
        try {
            return condition.call();
        } catch (NoSuchFileException e) {
            // The server's file has gone since the look before.
            return false;
        }
    }

    /** By then the server is watched again. */
    private static boolean isStarting() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("embedded-postgresql-start"));
    }

    @Test
    void serverWhenItCannotBeStartedAgainThenIsGivenUpAfterFiveTries() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        CountDownLatch givenUp = new CountDownLatch(1);
        try (DataDirectory directory = DataDirectory.open(data())) {
            EmbeddedDatabase.start(directory, RANDOM).close();
            ServerStart start = new ServerStart(
                    new Cluster(directory.files()),
                    new ServerLog(directory.files()),
                    directory.files(),
                    "database-superuser-password");
            WatchedServer.Start never = () -> {
                tries.incrementAndGet();
                throw new StartException("It does not start.", "Nothing helps.");
            };
            LeftoverServer remains = new LeftoverServer(data().resolve("postgresql"));
            try (WatchedServer server =
                    new WatchedServer(remains, start.start(), never, givenUp::countDown, Duration.ofMillis(1))) {
                long pid = Long.parseLong(Files.readAllLines(postmasterPid()).get(0));
                ProcessHandle.of(pid).orElseThrow().destroyForcibly();

                assertThat(givenUp.await(1, TimeUnit.MINUTES)).isTrue();
                assertThat(tries).hasValue(5);
            }
        }
    }

    @Test
    void databaseWhenItsProcessWasKilledThenLeftoverServerIsStoppedAndDataAreThere() throws Exception {
        TestInstance killed = TestInstance.start(data());
        List<String> left = Files.readAllLines(postmasterPid());
        killed.kill();
        assertThat(ProcessHandle.of(Long.parseLong(left.get(0)))).get().matches(ProcessHandle::isAlive);

        inDatabase(database -> {
            assertThat(ask(database, "select word from kept")).isEqualTo("written before the end");
            assertThat(Files.readAllLines(postmasterPid()).get(0)).isNotEqualTo(left.get(0));
            assertThatExceptionOfType(PSQLException.class)
                    .isThrownBy(() -> DriverManager.getConnection(
                            "jdbc:postgresql://localhost:" + left.get(3) + "/vestibule", "vestibule", "any"))
                    .satisfies(refusal -> assertThat(refusal.getSQLState()).isEqualTo("08001"));
            return "";
        });
    }

    @Test
    void databaseWhenAnotherProcessHoldsItThenIsRefused() throws Exception {
        try (TestInstance instance = TestInstance.start(data())) {
            assertThatExceptionOfType(StartException.class)
                    .isThrownBy(() -> DataDirectory.open(data()))
                    .withMessage("Another Vestibule is already running with the data directory " + data() + ".");
            assertThat(instance.process().isAlive()).isTrue();
            assertThat(postmasterPid()).exists();
        }
        new LeftoverServer(data().resolve("postgresql")).stop();
    }

    @Test
    void databaseWhenPidFileNamesAForeignProcessThenStartsAndSparesIt() throws Exception {
        inDatabase(database -> "");
        Process other = new ProcessBuilder("sleep", "600").start();
        try {
            writePidFile(other.pid(), data().resolve("postgresql"));

            inDatabase(database -> assertThat(ask(database, "select 1")).isEqualTo("1"));

            assertThat(other.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void databaseWhenPidFileNamesTheServerOfAnotherDirectoryThenSparesIt() throws Exception {
        inDatabase(database -> "");
        Path elsewhere = temporary.resolve("elsewhere");
        try (DataDirectory directory = DataDirectory.open(elsewhere);
                EmbeddedDatabase neighbour = EmbeddedDatabase.start(directory, RANDOM)) {
            String pid = Files.readAllLines(elsewhere.resolve("postgresql/postmaster.pid"))
                    .get(0);
            writePidFile(Long.parseLong(pid), elsewhere.resolve("postgresql"));

            inDatabase(database -> assertThat(ask(database, "select 1")).isEqualTo("1"));

            assertThat(ask(neighbour, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void databaseWhenPidFileIsEmptyThenStarts() throws Exception {
        inDatabase(database -> "");
        Files.createFile(postmasterPid());

        inDatabase(database -> assertThat(ask(database, "select 1")).isEqualTo("1"));
    }

    @Test
    void databaseWhenItsMakingWasInterruptedThenIsMadeAnew() throws Exception {
        DataDirectory.open(data()).close();
        Files.writeString(data().resolve("postgresql.being-made"), "");
        Files.createDirectories(data().resolve("postgresql/base"));
        Files.writeString(data().resolve("postgresql/PG_VERSION"), "18\n");

        inDatabase(database -> assertThat(ask(database, "select 1")).isEqualTo("1"));

        assertThat(data().resolve("postgresql.being-made")).doesNotExist();
    }

    @Test
    void databaseWhenTheDirectoryIsSomebodyElsesThenIsLeftAlone() throws Exception {
        DataDirectory.open(data()).close();
        Path foreign = Files.createDirectories(data().resolve("postgresql/17"));

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> inDatabase(database -> ""))
                .withMessage("The directory " + data().resolve("postgresql") + " is not a database of Vestibule's.");
        assertThat(foreign).exists();
    }

    @Test
    void databaseWhenProgramsWereUnpackedHalfThenAreUnpackedAnew() throws Exception {
        // In processes of their own, as this one knows where whole programs are.
        TestInstance.start(data()).close();
        new LeftoverServer(data().resolve("postgresql")).stop();
        try (var programs = Files.list(data().resolve("postgresql-binaries"))) {
            for (Path program : programs.toList()) {
                Files.delete(program.resolve(".exists"));
                Files.delete(program.resolve("bin/postgres"));
                Files.createFile(program.resolve("bin/postgres"));
            }
        }

        TestInstance healed = TestInstance.start(data());
        assertThat(healed.process().isAlive()).isTrue();
        healed.close();
        new LeftoverServer(data().resolve("postgresql")).stop();
    }

    @Test
    void databaseWhenOfAnotherMajorVersionThenSaysSoAndChangesNothing() throws Exception {
        inDatabase(database -> "");
        Path version = data().resolve("postgresql/PG_VERSION");
        String right = Files.readString(version);
        Files.writeString(version, "17\n");

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> inDatabase(database -> ""))
                .withMessageContaining("initialized by PostgreSQL version 17");

        Files.writeString(version, right);
        inDatabase(database -> assertThat(ask(database, "select 1")).isEqualTo("1"));
    }

    @Test
    void databaseWhenProgramsAreBrokenThenSaysSoAndUnpacksThemAnewNextTime() throws Exception {
        TestInstance.start(data()).close();
        new LeftoverServer(data().resolve("postgresql")).stop();
        try (var programs = Files.list(data().resolve("postgresql-binaries"))) {
            for (Path program : programs.toList()) {
                Files.delete(program.resolve("bin/postgres"));
                Files.createFile(program.resolve("bin/postgres"));
            }
        }

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> TestInstance.start(data()).close())
                .withMessageContaining("The embedded PostgreSQL does not start: ");

        TestInstance.start(data()).close();
        new LeftoverServer(data().resolve("postgresql")).stop();
    }

    @Test
    void databaseWhenSuperuserPasswordIsLostThenSaysWhichFileIsMissing() throws Exception {
        inDatabase(database -> "");
        Path password = data().resolve("database-superuser-password");
        Files.delete(password);

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> inDatabase(database -> ""))
                .withMessageContaining(password.toString());
    }

    @Test
    void databaseWhenApplicationPasswordIsLostThenGetsANewOne() throws Exception {
        String lost = inDatabase(EmbeddedDatabase::getPassword);
        Files.delete(data().resolve("database-app-password"));

        inDatabase(database -> {
            assertThat(database.getPassword()).isNotEqualTo(lost);
            return assertThat(ask(database, "select 1")).isEqualTo("1");
        });
    }

    private interface Use<T> {
        T in(EmbeddedDatabase database) throws Exception;
    }

    private <T> T inDatabase(Use<T> use) throws Exception {
        try (DataDirectory directory = DataDirectory.open(data());
                EmbeddedDatabase database = EmbeddedDatabase.start(directory, RANDOM)) {
            return use.in(database);
        }
    }

    private void writePidFile(long pid, Path directory) throws IOException {
        Files.writeString(postmasterPid(), pid + "\n" + directory + "\n1764000000\n1\n\nlocalhost\n");
    }

    private Path data() {
        return temporary.resolve("data");
    }

    private Path postmasterPid() {
        return data().resolve("postgresql/postmaster.pid");
    }

    private static void execute(EmbeddedDatabase database, String... statements) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String ask(EmbeddedDatabase database, String query) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        return DriverManager.getConnection(
                database.getJdbcUrl(),
                database.owner().getUsername(),
                database.owner().getPassword());
    }
}
