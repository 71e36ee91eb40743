package dev.vestibule.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.house.TestHouse.Browsers;
import dev.vestibule.house.TestHouse.People;
import dev.vestibule.house.TestHouse.TestPerson;
import dev.vestibule.house.VestibuleTest;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.session.SessionRepository;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.test.util.ReflectionTestUtils;

/** Rows of sessions go by themselves, a day after their last use. */
@VestibuleTest
class SessionCleaningTest {
    @Autowired
    SessionRepository<?> sessions;

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
        clean();

        assertThat(rows(gone)).isZero();
        assertThat(rows(ann)).isOne();
    }

    private void clean() {
        var repository = (JdbcIndexedSessionRepository)
                Objects.requireNonNull(ReflectionTestUtils.getField(sessions, "sessions"));
        repository.cleanUpExpiredSessions();
    }

    /** Makes its last use so long ago, as the library reads no clock but the machine's. */
    private void letPass(TestPerson person, Duration time) {
        jdbc.sql("""
                update spring_session
                set expiry_time = expiry_time - last_access_time + extract(epoch from now()) * 1000 - :time
                where principal_name = :id""")
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
