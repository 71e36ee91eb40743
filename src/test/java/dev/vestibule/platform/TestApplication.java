package dev.vestibule.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** This room alone, started as Spring Boot starts an application, with a table of its own and no pages. No
 * {@code @Configuration}, as tests of the whole application would find it. */
@ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    FlywayAutoConfiguration.class
})
@Import({
    TestApplication.EarlyReader.class,
    PlatformConfiguration.class,
    EmbeddedDatabaseConfiguration.class,
    EncryptionConfiguration.class,
    GuardedMigration.class,
    RunningRole.class,
    PatientMigration.class
})
@EnableConfigurationProperties({PlatformProperties.class, EncryptionProperties.class})
class TestApplication {
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
        return new SpringApplicationBuilder(TestApplication.class)
                .web(WebApplicationType.NONE)
                .run(arguments.toArray(String[]::new));
    }

    /** Wants the migrated database before anything else is made, as JPA does in the whole application. */
    @DependsOnDatabaseInitialization
    static class EarlyReader {}
}
