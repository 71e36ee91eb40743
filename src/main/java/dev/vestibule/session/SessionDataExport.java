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
                select a.attribute_bytes #>> '{opening,browser}' as browser,
                    a.attribute_bytes #>> '{opening,address}' as address,
                    lower(a.attribute_bytes #>> '{opening,with}') as opened_with,
                    a.attribute_bytes #>> '{opening,at}' as since,
                    to_timestamp(s.last_access_time / 1000.0) as last_seen_at
                from spring_session s join spring_session_attributes a on a.session_primary_id = s.primary_id
                where s.principal_name = cast(:account as text) order by s.last_access_time, s.primary_id""");
    }
}
