package dev.vestibule.trusteddevice;

import dev.vestibule.account.DataExport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a person is told of the browsers that were remembered. */
@Configuration(proxyBeanMethods = false)
class TrustedDeviceDataExport {
    @Bean
    static DataExport trustedDevicesPart() {
        return DataExport.list("trusted_devices", """
                select id, browser, trusted_at, last_used_at, expires_at from trusted_device
                where account_id = :account order by trusted_at, id""");
    }

    /** One for each token that a device was given: told once. */
    @Bean
    static DataExport endedDevicesPart() {
        return DataExport.list("ended_devices", """
                select distinct browser, lower(ended) as ended, ended_at from ended_device
                where account_id = :account order by ended_at, browser""");
    }
}
