package dev.vestibule.api;

import dev.vestibule.account.AccountPage;
import dev.vestibule.account.Role;
import dev.vestibule.account.Username;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds accounts; lists are by login, and paged by it. */
@Component
class ApiUsers {
    private final JdbcClient jdbc;
    private final Clock clock;

    ApiUsers(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Which accounts a list has; null does not narrow it. @param q a prefix of login, name or e-mail address */
    record UserQuery(
            @Nullable String q,
            @Nullable String login,
            @Nullable UUID company_id,
            @Nullable Role role,
            @Nullable Boolean mfa_enabled,
            @Nullable Boolean disabled) {
        /** In the form in which logins are stored; an account cannot have the empty one. */
        @Nullable
        String storedLogin() {
            return login == null
                    ? null
                    : Username.parse(login).map(Username::text).orElse("");
        }
    }

    Optional<ApiUser> find(UUID id) {
        return jdbc.sql(ApiUser.SQL + "where a.id = :id")
                .param("id", id)
                .query((row, n) -> ApiUser.of(row, clock.instant()))
                .optional();
    }

    Page<ApiUser> list(UserQuery query, PageQuery page) {
        AccountPage wanted = new AccountPage(page.after(), page.limit() + 1)
                .beginningWith(Objects.requireNonNullElse(query.q(), ""))
                .where("login", query.storedLogin())
                .where("company_id", query.company_id())
                .where("role", query.role() == null ? null : query.role().name())
                .where("mfa_enabled", query.mfa_enabled())
                .where("disabled", query.disabled());
        List<ApiUser> found = jdbc.sql(ApiUser.SQL + "where a.id in (" + wanted.ids() + ") order by a.login")
                .params(wanted.values())
                .query((row, n) -> ApiUser.of(row, clock.instant()))
                .list();
        return Page.of(found, page.limit(), ApiUser::login);
    }
}
