package dev.vestibule.account;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The profile in the data export of an account. */
@Configuration(proxyBeanMethods = false)
class AccountDataExport {
    @Bean
    static DataExport profilePart() {
        return DataExport.one("profile", """
                select a.id, a.login, a.name, a.email, coalesce(a.time_zone, 'UTC') as time_zone, c.name as company, a.role, a.disabled,
                    a.password is not null as has_password, a.mfa_enabled, a.enrolment_due, a.created_at,
                    a.signed_in_at as last_signed_in_at, lower(a.signed_in_with) as last_signed_in_with,
                    a.earlier_signed_in_at, lower(a.earlier_signed_in_with) as earlier_signed_in_with
                from account a join company c on c.id = a.company_id where a.id = :account""");
    }
}
