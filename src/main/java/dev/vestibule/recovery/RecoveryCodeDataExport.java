package dev.vestibule.recovery;

import dev.vestibule.account.DataExport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a person is told of the own recovery codes. */
@Configuration(proxyBeanMethods = false)
class RecoveryCodeDataExport {
    @Bean
    static DataExport recoveryCodesPart() {
        return DataExport.one("recovery_codes", """
                select count(*) filter (where used_at is null) as "left", min(made_at) as made_at,
                    max(used_at) as last_used_at
                from recovery_code where account_id = :account""");
    }
}
