package dev.vestibule.throttle;

import dev.vestibule.account.DataExport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The known browsers in the data export of an account: only that they exist. */
@Configuration(proxyBeanMethods = false)
class KnownBrowserDataExport {
    @Bean
    static DataExport knownBrowsersPart() {
        return DataExport.one("known_browsers", """
                select count(*) as count, max(seen_at) as last_seen_at from known_browser where account_id = :account""");
    }
}
