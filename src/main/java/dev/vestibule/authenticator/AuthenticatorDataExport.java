package dev.vestibule.authenticator;

import dev.vestibule.account.DataExport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a person is told of the own apps. */
@Configuration(proxyBeanMethods = false)
class AuthenticatorDataExport {
    @Bean
    static DataExport authenticatorsPart() {
        return DataExport.list("authenticators", """
                select id, name, added_at, last_used_at from authenticator
                where account_id = :account order by added_at, id""");
    }
}
