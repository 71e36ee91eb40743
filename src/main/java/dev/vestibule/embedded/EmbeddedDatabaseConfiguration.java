package dev.vestibule.embedded;

import dev.vestibule.datadirectory.DataDirectory;
import dev.vestibule.datadirectory.DataDirectoryProperties;
import dev.vestibule.platform.CliProfile;
import java.security.SecureRandom;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Supplies a database where the deployment configures none; Spring Boot then connects to it like to any other. */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedDatabaseConfiguration.NoDatabaseNamed.class)
class EmbeddedDatabaseConfiguration {
    @Bean
    DataDirectory dataDirectory(DataDirectoryProperties properties, Environment environment) {
        return CliProfile.isActive(environment)
                ? DataDirectory.join(properties.dataDirectoryPath())
                : DataDirectory.open(properties.dataDirectoryPath());
    }

    @Bean
    EmbeddedDatabase embeddedDatabase(DataDirectory directory, SecureRandom random) {
        return directory.isHeld()
                ? EmbeddedDatabase.start(directory, random, EmbeddedDatabaseConfiguration::endProgram)
                : EmbeddedDatabase.join(directory);
    }

    @Bean
    FlywayConnectionDetails embeddedDatabaseOwner(EmbeddedDatabase database) {
        return database.owner();
    }

    /**
     * Exits with a status that makes a supervisor restart the program. The exit needs a thread of its own, because the
     * shutdown waits for the thread that monitors the server.
     */
    private static void endProgram() {
        new Thread(() -> System.exit(1), "end-of-program").start();
    }

    /** An empty URL counts as none, because container files pass a variable on whether it is set or not. */
    static class NoDatabaseNamed implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !StringUtils.hasText(context.getEnvironment().getProperty("spring.datasource.url"));
        }
    }
}
