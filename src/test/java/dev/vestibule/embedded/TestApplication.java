package dev.vestibule.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** The start alone, started as Spring Boot starts an application, with a table of its own and no pages. No
 * {@code @Configuration}, as tests of the whole application would find it. */
@ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    FlywayAutoConfiguration.class
})
@Import(TestApplication.EarlyReader.class)
@ConfigurationPropertiesScan({"dev.vestibule.datadirectory", "dev.vestibule.encryption"})
class TestApplication {
    /** By their names, as none but Spring needs to see them. */
    private static final Set<String> SOURCES = Set.of(
            "dev.vestibule.platform.PlatformConfiguration",
            "dev.vestibule.embedded.EmbeddedDatabaseConfiguration",
            "dev.vestibule.encryption.EncryptionConfiguration",
            "dev.vestibule.migration.GuardedMigration",
            "dev.vestibule.migration.PatientMigration",
            "dev.vestibule.database.RunningRole");

    private static final String TABLE =
            "create table encryption_key (id varchar(32) constraint encryption_key_pk primary key, canary bytea not null)";

    /** @param directory where migrations are, which are written there */
    static ConfigurableApplicationContext start(Path directory, String... properties) throws IOException {
        Path migrations = Files.createDirectories(directory.resolve("migrations"));
        Files.writeString(migrations.resolve("V001__encryption_key.sql"), TABLE);
        List<String> arguments = new ArrayList<>(List.of("--spring.flyway.locations=filesystem:" + migrations));
        // Given twice, an argument is a list.
        if (Stream.of(properties).noneMatch(property -> property.startsWith("vestibule.data-directory="))) {
            arguments.add("--vestibule.data-directory=" + directory.resolve("data"));
        }
        for (String property : properties) {
            arguments.add("--" + property);
        }
        SpringApplicationBuilder builder =
                new SpringApplicationBuilder(TestApplication.class).web(WebApplicationType.NONE);
        builder.application().setSources(SOURCES);
        return builder.run(arguments.toArray(String[]::new));
    }

    /** Wants the migrated database before anything else is made, as JPA does in the whole application. */
    @DependsOnDatabaseInitialization
    static class EarlyReader {}
}
