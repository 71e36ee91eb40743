package dev.vestibule.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.TestSetup.People;
import dev.vestibule.testing.TestSetup.TestPerson;
import dev.vestibule.testing.VestibuleTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of sessions go by themselves, a day after their last use. */
@VestibuleTest
class SessionCleaningTest {
    @Autowired
    SessionCleanup cleanup;

    @Autowired
    TestClock clock;

    @Autowired
    Browsers browsers;

    @Autowired
    People people;

    @Autowired
    JdbcClient jdbc;

    @Test
    void rowsWhenTheirDayIsOverThenGoEvenWithoutAnAccountAndOthersStay() {
        TestPerson gone = people.withPassword("ann");
        browsers.open().signIn(gone);
        TestPerson ann = people.withPassword("ann");
        browsers.open().signIn(ann);
        jdbc.sql("delete from account where id = :id").param("id", gone.id()).update();
        assertThat(rows(gone)).isOne();

        letPass(gone, Duration.ofHours(24));
        letPass(ann, Duration.ofHours(24).minusMinutes(5));
        cleanup.run();

        assertThat(rows(gone)).isZero();
        assertThat(rows(ann)).isOne();
    }

    /** Makes its last use so long ago. */
    private void letPass(TestPerson person, Duration time) {
        jdbc.sql("""
                update spring_session
                set expiry_time = expiry_time - last_access_time + :now - :time
                where principal_name = :id""")
                .param("now", clock.millis())
                .param("time", time.toMillis())
                .param("id", person.id().toString())
                .update();
    }

    private int rows(TestPerson person) {
        return jdbc.sql("""
                select count(*) from spring_session s
                join spring_session_attributes a on a.session_primary_id = s.primary_id
                where s.principal_name = :id""")
                .param("id", person.id().toString())
                .query(Integer.class)
                .single();
    }
}
