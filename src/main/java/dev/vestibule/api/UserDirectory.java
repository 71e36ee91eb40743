package dev.vestibule.api;

import dev.vestibule.account.Login;
import dev.vestibule.account.Role;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Looks accounts up; lists are by login, and paged by it. */
@Component
class UserDirectory {
    private final JdbcClient jdbc;
    private final Clock clock;

    UserDirectory(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    Optional<UserView> find(UUID id) {
        return jdbc.sql(UserView.SQL + "where a.id = :id")
                .param("id", id)
                .query((row, n) -> UserView.of(row, clock.instant()))
                .optional();
    }

    Page<UserView> list(Query query) {
        List<String> conditions = new ArrayList<>();
        Map<String, Object> values = new HashMap<>();
        String after = query.cursor(Optional::of);
        narrow("a.login > :after", "after", after, conditions, values);
        narrow(
                "(a.login like :q or lower(a.name) like :q or lower(a.email) like :q)",
                "q",
                prefix(query.text("q")),
                conditions,
                values);
        narrow("a.login = :login", "login", query.value("login", UserDirectory::login), conditions, values);
        narrow("a.company_id = :company", "company", query.id("company_id"), conditions, values);
        narrow("a.role = :role", "role", query.value("role", UserDirectory::role), conditions, values);
        narrow("a.mfa_enabled = :mfa", "mfa", query.flag("mfa_enabled"), conditions, values);
        narrow("a.disabled = :disabled", "disabled", query.flag("disabled"), conditions, values);
        int limit = query.limit();
        values.put("limit", limit + 1);
        String where = conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions);
        List<UserView> found = jdbc.sql(UserView.SQL + where + " order by a.login limit :limit")
                .params(values)
                .query((row, n) -> UserView.of(row, clock.instant()))
                .list();
        return Page.of(found, limit, UserView::login);
    }

    private static void narrow(
            String condition,
            String name,
            @Nullable Object value,
            List<String> conditions,
            Map<String, Object> values) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
    }

    private static @Nullable String prefix(@Nullable String typed) {
        return typed == null || typed.isBlank()
                ? null
                : typed.strip().toLowerCase(Locale.ROOT).replaceAll("([\\\\%_])", "\\\\$1") + "%";
    }

    /** In whatever form it is written; what cannot be one is nobody's. */
    private static Optional<String> login(String typed) {
        return Optional.of(Login.parse(typed).map(Login::text).orElse(""));
    }

    private static Optional<String> role(String code) {
        return Arrays.stream(Role.values()).map(Role::name).filter(code::equals).findFirst();
    }
}
