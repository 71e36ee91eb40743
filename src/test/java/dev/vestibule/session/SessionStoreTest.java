package dev.vestibule.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import dev.vestibule.account.Factor;
import dev.vestibule.testing.TestSetup.People;
import dev.vestibule.testing.TestSetup.TestPerson;
import dev.vestibule.testing.VestibuleTest;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What stands in the session tables. */
@VestibuleTest
class SessionStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    @Autowired
    SessionRepository<? extends Session> sessions;

    @Autowired
    People people;

    @Autowired
    JdbcClient jdbc;

    @Test
    void saveWhenSomebodySignedInThenKeepsNothingButTheSignInAsJson() {
        TestPerson bob = people.withMfa("bob");
        String id = saved(sessions, signIn(bob));

        assertThat(columnType()).isEqualTo("jsonb");
        List<String> documents = attributes(id);
        assertThat(documents).hasSize(1);
        JsonNode document = JsonMapper.shared().readTree(documents.get(0));
        assertThat(names(document))
                .containsExactlyInAnyOrder(
                        "account", "credentialVersion", "opening", "password", "totp", "enrolmentPass");
        assertThat(names(document.get("opening"))).containsExactlyInAnyOrder("at", "with", "address", "browser", "id");
        assertThat(Instant.parse(document.get("password").asString()))
                .as("a time, not a password")
                .isEqualTo(NOW);
        assertThat(documents.get(0))
                .doesNotContain(bob.password(), bob.login())
                .doesNotContainIgnoringCase("role")
                .doesNotContainIgnoringCase("authorit")
                .doesNotContainIgnoringCase("argon2");
    }

    @Test
    void saveWhenSomebodySignedInThenRowIsFoundByAccount() {
        TestPerson bob = people.withMfa("bob");
        String id = saved(sessions, signIn(bob));

        assertThat(jdbc.sql("select principal_name from spring_session where session_id = :id")
                        .param("id", id)
                        .query(String.class)
                        .single())
                .isEqualTo(bob.id().toString());
    }

    @Test
    void findWhenAskedOnAnotherThreadThenIsReadFromTheDatabase() {
        SignIn signIn = signIn(people.withMfa("bob"));
        String id = saved(sessions, signIn);

        assertThat(elsewhere(id)).isEqualTo(signIn);
    }

    @Test
    void findWhenRowWasBrokenThenSignInIsAbsent() {
        String id = saved(sessions, signIn(people.withMfa("bob")));
        jdbc.sql("""
                update spring_session_attributes set attribute_bytes = '{"account": 1}'
                where session_primary_id = (select primary_id from spring_session where session_id = :id)""").param("id", id).update();

        assertThat(elsewhere(id)).isNull();
    }

    @Test
    void saveWhenAttributeIsNoSignInThenIsRefusedAndNotStored() {
        assertThatException().isThrownBy(() -> saved(sessions, "a secret"));

        assertThat(jdbc.sql(
                                "select count(*) from spring_session_attributes where attribute_bytes::text like '%a secret%'")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void saveWhenSignInIsReplacedThenTheNewOneIsStored() {
        TestPerson bob = people.withMfa("bob");
        String id = saved(sessions, signIn(bob));
        SignIn later = new SignIn(bob.id(), 7, signIn(bob).opening(), NOW, null, null);

        CompletableFuture.runAsync(() -> replace(sessions, id, later)).join();

        assertThat(elsewhere(id)).isEqualTo(later);
    }

    private static <S extends Session> String saved(SessionRepository<S> sessions, Object signIn) {
        S session = sessions.createSession();
        session.setAttribute(SignIn.ATTRIBUTE, signIn);
        sessions.save(session);
        return session.getId();
    }

    private static <S extends Session> void replace(SessionRepository<S> sessions, String id, SignIn signIn) {
        S session = java.util.Objects.requireNonNull(sessions.findById(id));
        session.setAttribute(SignIn.ATTRIBUTE, signIn);
        sessions.save(session);
    }

    /** A thread that did not save the session has nothing to remember it by. */
    private @Nullable Object elsewhere(String id) {
        return CompletableFuture.supplyAsync(() -> {
                    Session session = java.util.Objects.requireNonNull(sessions.findById(id));
                    return java.util.Optional.ofNullable(session.<Object>getAttribute(SignIn.ATTRIBUTE));
                })
                .join()
                .orElse(null);
    }

    private static SignIn signIn(TestPerson person) {
        return new SignIn(
                person.id(),
                2,
                new SignInDetails(NOW, Factor.TOTP, "192.0.2.7", "Firefox on Linux", null),
                NOW,
                NOW.plusSeconds(5),
                null);
    }

    private List<String> attributes(String id) {
        return jdbc.sql("""
                select attribute_bytes::text from spring_session_attributes a
                join spring_session s on s.primary_id = a.session_primary_id where s.session_id = :id""").param("id", id).query(String.class).list();
    }

    private String columnType() {
        return jdbc.sql("""
                select data_type from information_schema.columns
                where table_name = 'spring_session_attributes' and column_name = 'attribute_bytes'""").query(String.class).single();
    }

    private static Set<String> names(JsonNode node) {
        return new java.util.HashSet<>(node.propertyNames());
    }
}
