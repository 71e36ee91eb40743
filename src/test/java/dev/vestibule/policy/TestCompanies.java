package dev.vestibule.policy;

import dev.vestibule.testing.TestAccount;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Companies of a test's own, so that its policies are nobody else's. */
public record TestCompanies(JdbcClient jdbc, Policies policies, Clock clock) {
    public static PolicySettings required(MfaRequired required, int graceDays, EnrolmentMethod enrolment) {
        return new PolicySettings(required, graceDays, enrolment, true, null, List.of());
    }

    /** Leaves the company of the first start alone, as the next test expects; the test clock may not have moved since. */
    public static void tidy(JdbcClient jdbc) {
        String first = "(select id from company order by created_at, name like 'Test company %', id limit 1)";
        jdbc.sql("update account set company_id = " + first).update();
        jdbc.sql("delete from company where id <> " + first).update();
    }

    /** A new company, to which these users move. */
    public UUID of(TestAccount... accounts) {
        UUID company = UUID.randomUUID();
        jdbc.sql(
                        "insert into company (id, name, name_folded, created_at, version) values (:id, :name, lower(:name), :now, 1)")
                .param("id", company)
                .param("name", "Test company " + company)
                .param("now", Timestamp.from(clock.instant()))
                .update();
        for (TestAccount account : accounts) {
            jdbc.sql("update account set company_id = :company where id = :id")
                    .param("company", company)
                    .param("id", account.id())
                    .update();
        }
        return company;
    }

    public UUID of(PolicySettings settings, TestAccount... accounts) {
        UUID company = of(accounts);
        policies.change(company, settings);
        return company;
    }
}
