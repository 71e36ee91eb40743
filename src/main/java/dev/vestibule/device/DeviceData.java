package dev.vestibule.device;

import dev.vestibule.account.OwnData;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a person is told of the browsers that were remembered. */
@Configuration(proxyBeanMethods = false)
class DeviceData {
    @Bean
    static OwnData trustedDevicesPart() {
        return OwnData.list("trusted_devices", """
                select id, browser, trusted_at, last_used_at, expires_at from trusted_device
                where account_id = :account order by trusted_at, id""");
    }

    /** One for each token that a device was given: told once. */
    @Bean
    static OwnData endedDevicesPart() {
        return OwnData.list("ended_devices", """
                select distinct browser, lower(ended) as ended, ended_at from ended_device
                where account_id = :account order by ended_at, browser""");
    }
}
