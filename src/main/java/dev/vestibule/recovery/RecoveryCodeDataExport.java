package dev.vestibule.recovery;

import dev.vestibule.account.DataExport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The recovery codes in the data export of an account. */
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
