package dev.vestibule.trusteddevice;

import dev.vestibule.account.DataExport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The trusted devices in the data export of an account. */
@Configuration(proxyBeanMethods = false)
class TrustedDeviceDataExport {
    @Bean
    static DataExport trustedDevicesPart() {
        return DataExport.list("trusted_devices", """
                select id, browser, trusted_at, last_used_at, expires_at from trusted_device
                where account_id = :account order by trusted_at, id""");
    }

    /** Lists a device once that has several tokens. */
    @Bean
    static DataExport endedDevicesPart() {
        return DataExport.list("ended_devices", """
                select distinct browser, lower(ended) as ended, ended_at from ended_device
                where account_id = :account order by ended_at, browser""");
    }
}
