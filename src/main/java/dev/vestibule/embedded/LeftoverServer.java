package dev.vestibule.embedded;

import dev.vestibule.startup.StartException;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that still runs after the process that started it was killed. It would prevent the next server from
 * starting, and so would its PID file when the process id in it now belongs to another program.
 */
record LeftoverServer(Path data) {
    private static final Logger LOG = LoggerFactory.getLogger(LeftoverServer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int DATA_LINE = 1;
    private static final int PORT_LINE = 3;

    /**
     * Stops the server and waits until it has ended. The caller must hold the data directory's lock.
     *
     * @throws StartException when the server does not stop
     */
    void stop() throws IOException {
        stopMaking();
        if (Files.notExists(pidFile())) {
            return;
        }
        Optional<ProcessHandle> server = server();
        if (server.isEmpty()) {
            Files.deleteIfExists(pidFile());
            return;
        }
        LOG.info(
                "Stopping the embedded PostgreSQL that an earlier run left behind (process {})",
                server.get().pid());
        stop(server.get());
    }

    /**
     * Stops the initdb of a killed first start. It continues alone, and deletes its files when it fails. Until it has
     * ended, no other process may delete or create files there.
     */
    private void stopMaking() {
        List<ProcessHandle> making =
                ProcessHandle.allProcesses().filter(this::isMakingOurs).toList();
        making.forEach(ProcessHandle::destroy);
        eventually(() -> making.stream().noneMatch(ProcessHandle::isAlive));
    }

    private boolean isMakingOurs(ProcessHandle process) {
        boolean initdb = process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString())
                .filter(name -> name.equals("initdb") || name.equals("initdb.exe"))
                .isPresent();
        return initdb
                && process.info().arguments().stream()
                        .flatMap(Arrays::stream)
                        .anyMatch(argument -> argument.equals(data.toString()));
    }

    /** Whether the server has written its PID file, running or not; a server that initdb runs does not count. */
    boolean isNamed() {
        try {
            List<String> lines = Files.exists(pidFile()) ? Files.readAllLines(pidFile()) : List.of();
            return lines.size() > DATA_LINE
                    && isOurs(lines.get(DATA_LINE))
                    && !lines.get(0).startsWith("-");
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the server runs; true also when this cannot be determined. */
    boolean isRunning() {
        try {
            return Files.exists(pidFile()) && server().isPresent();
        } catch (IOException e) {
            return true;
        }
    }

    /** The port of a server that another process of Vestibule runs; empty when it does not run, or not yet. */
    OptionalInt port() throws IOException {
        if (Files.notExists(pidFile()) || server().isEmpty()) {
            return OptionalInt.empty();
        }
        List<String> lines = Files.readAllLines(pidFile());
        try {
            return lines.size() > PORT_LINE
                    ? OptionalInt.of(Integer.parseInt(lines.get(PORT_LINE).strip()))
                    : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    private void stop(ProcessHandle server) throws IOException {
        // Where destroy() does not send SIGTERM it would kill the server, which would then need a recovery.
        if (server.supportsNormalTermination()) {
            server.destroy();
            if (isGone()) {
                return;
            }
        }
        control(server);
        if (!isGone()) {
            throw new StartException(
                    "The embedded PostgreSQL that an earlier run left behind (process " + server.pid()
                            + ") does not stop.",
                    "Stop that process, then start Vestibule again.");
        }
    }

    /** The running server; empty when its process id now belongs to another program. */
    private Optional<ProcessHandle> server() throws IOException {
        List<String> lines = Files.readAllLines(pidFile());
        if (lines.size() <= DATA_LINE || !isOurs(lines.get(DATA_LINE))) {
            return Optional.empty();
        }
        try {
            // A server that initdb runs writes its process id negated.
            long pid = Math.abs(Long.parseLong(lines.get(0).strip()));
            return ProcessHandle.of(pid).filter(LeftoverServer::isPostgres);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private boolean isOurs(String directory) throws IOException {
        Path named = Path.of(directory.strip());
        return Files.exists(named) && Files.isSameFile(named, data);
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString())
                .filter(name -> name.equals("postgres") || name.equals("postgres.exe"))
                .isPresent();
    }

    // Checks the file, not the process: without a parent that waits for it the process stays in the process table.
    private boolean isGone() {
        return eventually(() -> Files.notExists(pidFile()));
    }

    private static boolean eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** Requests a fast stop, which does not wait for clients, with the pg_ctl next to the server's program. */
    private void control(ProcessHandle server) throws IOException {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            // Uses the same command as the library for root, because pg_ctl refuses to run as root.
            command.addAll(List.of("unshare", "-U"));
        }
        Path program = Path.of(server.info().command().orElseThrow()).resolveSibling("pg_ctl");
        command.addAll(List.of(program.toString(), "-D", data.toString(), "stop", "-m", "fast", "-W"));
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private Path pidFile() {
        return data.resolve("postmaster.pid");
    }
}
