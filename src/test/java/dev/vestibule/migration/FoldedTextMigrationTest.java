package dev.vestibule.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.TestDatabase;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Names and e-mail addresses of a release that did not fold them are found after the migration. */
@Tag("integration")
class FoldedTextMigrationTest {
    private final DriverManagerDataSource database = new DriverManagerDataSource(TestDatabase.create());
    private final JdbcClient jdbc = JdbcClient.create(database);

    private void migrate(String target) {
        Flyway.configure()
                .dataSource(database)
                .javaMigrations(new FoldedTextMigration())
                .target(target)
                .load()
                .migrate();
    }

    @Test
    void rowsWhenThereAreManyThenAreFoldedInBatchesAndWhatWasTwoStaysTwo() {
        migrate("035");
        jdbc.sql("""
                insert into company (id, name, created_at, version)
                select gen_random_uuid(), name, now() + n * interval '1 second', 0
                from unnest(array['Ärzte Bund', 'ärzte BUND', 'Other']) with ordinality c (name, n)""").update();
        jdbc.sql("""
                insert into account (id, login, name, email, company_id, role, time_zone, disabled, mfa_enabled,
                    enrolment_due, credential_version, created_at, version)
                select gen_random_uuid(), 'ann' || n, 'Ä ' || n, case when n % 2 = 0 then 'Ü' || n || '@example.org' end,
                    c.id, 'USER', 'UTC', false, false, false, 1, now(), 0
                from generate_series(1, 2500) n cross join (select id from company where name = 'Other') c""").update();
        jdbc.sql("insert into encryption_key (id, canary) select 'k1', ''").update();
        jdbc.sql("""
                insert into authenticator (id, account_id, name, key_id, sealed_secret, last_accepted_step, added_at)
                select gen_random_uuid(), a.id, app, 'k1', '', 0, now() from account a
                    cross join unnest(array['Händi', 'HÄndi']) app where a.login = 'ann1'""").update();

        migrate("latest");

        assertThat(jdbc.sql("""
                select count(*) from account where login_folded = login and name_folded = 'ä ' || substr(login, 4)
                    and email_folded is not distinct from 'ü' || substr(email, 2)""").query(Integer.class).single()).isEqualTo(2_500);
        assertThat(jdbc.sql("select name_folded from company order by created_at")
                        .query(String.class)
                        .list())
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("ärzte bund"),
                        second -> assertThat(second).matches("ärzte bund [0-9a-f-]{36}"),
                        third -> assertThat(third).isEqualTo("other"));
        List<String> apps = jdbc.sql("select name_folded from authenticator order by name_folded")
                .query(String.class)
                .list();
        assertThat(apps).hasSize(2).allMatch(name -> name.startsWith("händi"));
    }
}
