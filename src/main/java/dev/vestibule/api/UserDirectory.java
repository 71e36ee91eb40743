package dev.vestibule.api;

import dev.vestibule.account.AccountPage;
import dev.vestibule.account.Role;
import dev.vestibule.account.Username;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
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
        int limit = query.limit();
        AccountPage page = new AccountPage(Objects.requireNonNullElse(query.cursor(Optional::of), ""), limit + 1)
                .beginningWith(Objects.requireNonNullElse(query.text("q"), ""))
                .where("login", query.value("login", UserDirectory::login))
                .where("company_id", query.id("company_id"))
                .where("role", query.value("role", UserDirectory::role))
                .where("mfa_enabled", query.flag("mfa_enabled"))
                .where("disabled", query.flag("disabled"));
        List<UserView> found = jdbc.sql(UserView.SQL + "where a.id in (" + page.ids() + ") order by a.login")
                .params(page.values())
                .query((row, n) -> UserView.of(row, clock.instant()))
                .list();
        return Page.of(found, limit, UserView::login);
    }

    /** In whatever form it is written; what cannot be one is nobody's. */
    private static Optional<String> login(String typed) {
        return Optional.of(Username.parse(typed).map(Username::text).orElse(""));
    }

    private static Optional<String> role(String code) {
        return Arrays.stream(Role.values()).map(Role::name).filter(code::equals).findFirst();
    }
}
