package dev.vestibule.session;

import dev.vestibule.account.DataExport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The sessions in the data export of an account, expired sessions that are not deleted yet included. */
@Configuration(proxyBeanMethods = false)
class SessionDataExport {
    @Bean
    static DataExport sessionsPart() {
        return DataExport.list("sessions", """
                select browser, address, opened_with, opened_at as since, last_seen_at
                from session where account_id = :account order by last_seen_at, id_hash""");
    }
}
