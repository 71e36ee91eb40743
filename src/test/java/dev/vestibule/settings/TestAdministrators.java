package dev.vestibule.settings;

import dev.vestibule.testing.Race;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Other tests' administrators, kept out of the way until closed. */
public record TestAdministrators(JdbcClient jdbc, List<UUID> away) implements AutoCloseable {
    /** Nobody but these can sign in as an administrator. */
    public static TestAdministrators only(JdbcClient jdbc, TestAccount... administrators) {
        List<UUID> ids = List.of(administrators).stream().map(TestAccount::id).toList();
        List<UUID> others = jdbc.sql("""
                update account set disabled = true
                where role = 'ADMIN' and not disabled and id not in (:ids) returning id""").param("ids", ids).query(UUID.class).list();
        return new TestAdministrators(jdbc, others);
    }

    /**
     * What two administrators are answered who send this to each other's page at once, with nobody else left.
     *
     * @param between looks at what became of them while they are still the only ones
     */
    public static List<Page> againstEachOther(
            JdbcClient jdbc,
            Browsers browsers,
            TestAccount anna,
            TestAccount bert,
            String form,
            Map<String, String> fields,
            Runnable between)
            throws InterruptedException {
        Callable<Page> annas = sending(browsers.open().signIn(anna), bert, form, fields);
        Callable<Page> berts = sending(browsers.open().signIn(bert), anna, form, fields);
        try (var only = only(jdbc, anna, bert)) {
            List<Page> answers = Race.between(List.of(annas, berts));
            between.run();
            return answers;
        }
    }

    private static Callable<Page> sending(
            TestBrowser browser, TestAccount other, String form, Map<String, String> fields) {
        List<String> all = new ArrayList<>(List.of("_csrf", browser.token()));
        fields.forEach((name, value) -> all.addAll(List.of(name, value)));
        return () -> browser.post("/settings/users/" + other.id() + form, all.toArray(String[]::new));
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
