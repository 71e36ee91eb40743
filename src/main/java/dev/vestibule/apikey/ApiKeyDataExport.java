package dev.vestibule.apikey;

import dev.vestibule.account.DataExport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The API keys in an account's data export. */
@Configuration(proxyBeanMethods = false)
class ApiKeyDataExport {
    @Bean
    static DataExport apiKeysPart() {
        return DataExport.list("api_keys", """
                select id, name, lower(scope) as scope, made_at, expires_at, last_used_at, last_used_from, known_addresses::text,
                    revoked_at
                from api_key where account_id = :account order by made_at, id""");
    }
}
