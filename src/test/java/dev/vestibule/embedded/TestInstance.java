package dev.vestibule.embedded;

import dev.vestibule.datadirectory.DataDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/** Another process that holds a data directory and its embedded database, and can be killed. */
record TestInstance(Process process, BufferedReader output) implements AutoCloseable {
    private static final String READY = "ready";

    /** One that has its database, and has written to it. */
    static TestInstance start(Path directory) throws IOException {
        TestInstance instance = launch(directory);
        StringBuilder said = new StringBuilder();
        for (String line = instance.output.readLine(); !READY.equals(line); line = instance.output.readLine()) {
            if (line == null) {
                throw new IllegalStateException("The other process ended: " + said);
            }
            said.append(line).append('\n');
        }
        return instance;
    }

    /** One that has only just begun. */
    static TestInstance launch(Path directory) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TestInstance.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return new TestInstance(process, output);
    }

    /** Ends it as the kernel does when memory runs out: nothing in it gets to clean up. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    public static void main(String[] arguments) throws Exception {
        DataDirectory directory = DataDirectory.open(Path.of(arguments[0]));
        EmbeddedDatabase database = EmbeddedDatabase.start(directory, new SecureRandom());
        try (Connection connection = DriverManager.getConnection(
                        database.getJdbcUrl(),
                        database.owner().getUsername(),
                        database.owner().getPassword());
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists kept (word text)");
            statement.execute("insert into kept values ('written before the end')");
            System.out.println(READY);
            System.in.read();
        }
    }
}
