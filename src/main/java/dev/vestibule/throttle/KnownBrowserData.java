package dev.vestibule.throttle;

import dev.vestibule.account.OwnData;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a person is told of the browsers that are known: there is no more to tell than that they are. */
@Configuration(proxyBeanMethods = false)
class KnownBrowserData {
    @Bean
    static OwnData knownBrowsersPart() {
        return OwnData.one("known_browsers", """
                select count(*) as count, max(seen_at) as last_seen_at from known_browser where account_id = :account""");
    }
}
