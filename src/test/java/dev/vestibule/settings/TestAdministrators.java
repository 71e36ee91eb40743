package dev.vestibule.settings;

import dev.vestibule.house.TestHouse.TestPerson;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Other tests' administrators, kept out of the way until closed. */
record TestAdministrators(JdbcClient jdbc, List<UUID> away) implements AutoCloseable {
    /** Nobody but these can sign in as an administrator. */
    static TestAdministrators only(JdbcClient jdbc, TestPerson... administrators) {
        List<UUID> ids = List.of(administrators).stream().map(TestPerson::id).toList();
        List<UUID> others = jdbc.sql("""
                update account set disabled = true
                where role = 'ADMIN' and not disabled and id not in (:ids) returning id""").param("ids", ids).query(UUID.class).list();
        return new TestAdministrators(jdbc, others);
    }

    @Override
    public void close() {
        if (!away.isEmpty()) {
            jdbc.sql("update account set disabled = false where id in (:ids)")
                    .param("ids", away)
                    .update();
        }
    }
}
