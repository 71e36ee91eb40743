package dev.vestibule.api;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Leaves the next test the one company that it reckons with. */
final class TestCompanies {
    private TestCompanies() {}

    static void tidy(JdbcClient jdbc) {
        jdbc.sql("update account set company_id = (select id from company where name = 'My Company')")
                .update();
        jdbc.sql("delete from company where name <> 'My Company'").update();
    }
}
