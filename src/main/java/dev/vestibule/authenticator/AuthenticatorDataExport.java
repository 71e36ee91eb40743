package dev.vestibule.authenticator;

import dev.vestibule.account.DataExport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The authenticator apps in the data export of an account. */
@Configuration(proxyBeanMethods = false)
class AuthenticatorDataExport {
    @Bean
    static DataExport authenticatorsPart() {
        return DataExport.list("authenticators", """
                select id, name, added_at, last_used_at from authenticator
                where account_id = :account order by added_at, id""");
    }
}
