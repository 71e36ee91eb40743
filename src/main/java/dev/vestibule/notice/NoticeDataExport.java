package dev.vestibule.notice;

import dev.vestibule.account.DataExport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The notices in an account's data export. */
@Configuration(proxyBeanMethods = false)
class NoticeDataExport {
    @Bean
    static DataExport noticesPart() {
        return DataExport.list("notices", """
                select cast(event_id as text) as event, read_at from notice
                where account_id = :account order by event_id""");
    }
}
