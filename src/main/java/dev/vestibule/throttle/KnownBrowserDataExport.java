package dev.vestibule.throttle;

import dev.vestibule.account.DataExport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a person is told of the browsers that are known: there is no more to tell than that they are. */
@Configuration(proxyBeanMethods = false)
class KnownBrowserDataExport {
    @Bean
    static DataExport knownBrowsersPart() {
        return DataExport.one("known_browsers", """
                select count(*) as count, max(seen_at) as last_seen_at from known_browser where account_id = :account""");
    }
}
