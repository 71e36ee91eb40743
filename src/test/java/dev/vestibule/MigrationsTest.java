package dev.vestibule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.VestibuleTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The schema's files are numbered without a gap, and what they make has names that an error can tell. */
@VestibuleTest
record MigrationsTest(JdbcClient jdbc) {
    @Test
    void filesWhenListedThenAreNumberedWithoutAGapAndNamedAfterTheirSubject() throws IOException {
        List<String> names;
        try (var files = Files.list(Path.of("src/main/resources/db/migration"))) {
            names = files.map(file -> file.getFileName().toString()).sorted().toList();
        }

        assertThat(names).isNotEmpty().allMatch(name -> name.matches("V[0-9]{3}__[a-z]+(_[a-z]+)*\\.sql"));
        assertThat(names.stream().map(name -> name.substring(0, 4)))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, names.size())
                        .mapToObj(number -> "V%03d".formatted(number))
                        .toList());
    }

    @Test
    void constraintsWhenMadeThenHaveNamesOfTheirOwn() {
        assertThat(namedByPostgres()).isEmpty();
        try {
            jdbc.sql("create table umbrella (id integer primary key, owner integer unique check (owner > 0))")
                    .update();
            assertThat(namedByPostgres()).as("the query finds such").hasSize(3);
        } finally {
            jdbc.sql("drop table if exists umbrella").update();
        }
    }

    /** The names that PostgreSQL makes up for who gives none; "not null" needs none. */
    private List<String> namedByPostgres() {
        return jdbc.sql("""
                select conname from pg_constraint
                where connamespace = 'public'::regnamespace and contype <> 'n'
                    and conname ~ '_(pkey|fkey|key|check|excl)[0-9]*$'""").query(String.class).list();
    }

    @Test
    void foreignKeysWhenMadeThenHaveAnIndexToFollowThemBack() {
        assertThat(jdbc.sql("""
                select c.conname from pg_constraint c
                where c.contype = 'f' and c.connamespace = 'public'::regnamespace and not exists (
                    select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])
                order by c.conname""").query(String.class).list())
                .as("deleting what they point at would read the whole table")
                .isSubsetOf("pending_authenticator_key_fk");
    }
}
