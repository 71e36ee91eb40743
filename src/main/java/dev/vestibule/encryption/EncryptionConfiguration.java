package dev.vestibule.encryption;

import dev.vestibule.datadirectory.DataDirectory;
import java.security.SecureRandom;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Configures the encryption keys, and the check that the database was encrypted with them. */
@Configuration(proxyBeanMethods = false)
class EncryptionConfiguration {
    @Bean
    EncryptionKeys encryptionKeys(
            EncryptionProperties properties, ObjectProvider<DataDirectory> directory, SecureRandom random) {
        return new EncryptionKeySource(properties, directory.getIfAvailable(), random).keys();
    }

    @Bean
    @DependsOnDatabaseInitialization
    EncryptionKeyCanaries encryptionKeyCanaries(
            EncryptionKeys keys, JdbcClient jdbc, PlatformTransactionManager transactions) {
        return new EncryptionKeyCanaries(keys, jdbc, new TransactionTemplate(transactions));
    }
}
