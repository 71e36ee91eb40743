package dev.vestibule.settings.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountService;
import dev.vestibule.account.Role;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Actions for several users of the list at once. */
@VestibuleTest
class SelectedUsersControllerHttpTest {
    private static final String URL = "/settings/users";

    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts accounts;

    @Autowired
    AccountService accountService;

    @Autowired
    JdbcClient jdbc;

    private TestAccount root;
    private TestBrowser browser;

    @BeforeEach
    void signIn() {
        root = accounts.withPassword("root", Role.ADMIN);
        browser = browsers.signedIn(root);
    }

    private static String box(TestAccount account) {
        return "user." + account.id();
    }

    private boolean disabled(TestAccount account) {
        return jdbc.sql("select disabled from account where id = :id")
                .param("id", account.id())
                .query(Boolean.class)
                .single();
    }

    private long events(String kind, TestAccount account) {
        return jdbc.sql("select count(*) from audit_event where kind = :kind and account_id = :id and actor_id = :root")
                .param("kind", kind)
                .param("id", account.id())
                .param("root", root.id())
                .query(Long.class)
                .single();
    }

    @Test
    void disableAndEnableWhenConfirmedThenEachHasItsOwnEvent() {
        TestAccount one = accounts.withPassword("chosen");
        TestAccount two = accounts.withPassword("chosen");
        TestAccount other = accounts.withPassword("chosen");
        TestBrowser session = browsers.signedIn(one);

        Page asked = browser.post(
                URL,
                "action",
                "disable",
                box(one),
                "on",
                box(two),
                "on",
                "q",
                "chosen&x",
                "sort",
                "-name",
                "size",
                "20");
        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.body()).contains("Disable 2 users", one.login(), two.login(), box(one), "chosen&amp;x");
        assertThat(disabled(one)).isFalse();

        Page done = browser.post(
                URL,
                "action",
                "disable",
                "confirmed",
                "on",
                box(one),
                "on",
                box(two),
                "on",
                "q",
                "chosen&x",
                "sort",
                "-name",
                "size",
                "20");
        assertThat(done.status()).isEqualTo(303);
        assertThat(done.location()).isEqualTo(URL + "?size=20&done=users-disabled&q=chosen%26x&sort=-name");
        assertThat(browser.get(done.location()).body()).contains("The selected users are disabled");
        assertThat(List.of(disabled(one), disabled(two), disabled(other))).containsExactly(true, true, false);
        assertThat(List.of(events("account_disabled", one), events("account_disabled", two)))
                .containsExactly(1L, 1L);
        assertThat(session.get("/").location()).isEqualTo("/login?ended=disabled");

        assertThat(browser.post(URL, "action", "enable", box(one), "on", box(two), "on")
                        .location())
                .endsWith("done=users-enabled");
        assertThat(List.of(disabled(one), disabled(two))).containsExactly(false, false);
        assertThat(events("account_enabled", two)).isEqualTo(1);
    }

    @Test
    void endSessionsWhenConfirmedThenSignsThemOut() {
        TestAccount one = accounts.withPassword("ending");
        TestAccount two = accounts.withPassword("ending");
        TestBrowser first = browsers.signedIn(one);
        TestBrowser second = browsers.signedIn(two);

        assertThat(browser.post(URL, "action", "end-sessions", box(one), "on", box(two), "on")
                        .body())
                .contains("End the sessions of 2 users");
        assertThat(first.get("/").status()).isEqualTo(200);
        browser.post(URL, "action", "end-sessions", "confirmed", "on", box(one), "on", box(two), "on");

        assertThat(first.get("/").location()).startsWith("/login?ended");
        assertThat(second.get("/").location()).startsWith("/login?ended");
        assertThat(events("sessions_ended", one)).isEqualTo(1);
    }

    @Test
    void actionWhenOneIsRefusedThenTheOthersAreDoneAndTheReasonIsTold() {
        TestAccount one = accounts.withPassword("partly");

        Page asked = browser.post(URL, "action", "disable", box(one), "on", box(root), "on");
        assertThat(asked.body())
                .contains("Disable one user", "This is your own account.")
                .doesNotContain(box(root));

        Page told = browser.post(URL, "action", "disable", "confirmed", "on", box(one), "on", box(root), "on");
        assertThat(told.status()).isEqualTo(422);
        assertThat(told.body())
                .contains("These users are disabled:", one.login(), root.login(), "This is your own account.");
        assertThat(List.of(disabled(one), disabled(root))).containsExactly(true, false);
        browser.post(URL, "action", "end-sessions", "confirmed", "on", box(root), "on");
        assertThat(browser.get("/settings").status()).isEqualTo(200);
    }

    @Test
    void actionWhenTheFormMakesNoSenseThenChangesNothing() {
        TestAccount one = accounts.withPassword("unclear");

        Page none = browser.post(URL, "action", "disable");
        assertThat(none.status()).isEqualTo(422);
        assertThat(none.body()).contains("Select one user or more first.", "<title>Error: ");
        assertThat(browser.post(URL, "action", "delete", box(one), "on").status())
                .isEqualTo(400);
        assertThat(browser.post(URL, box(one), "on").status()).isEqualTo(400);
        assertThat(browser.post(URL, "action", "disable", "confirmed", "on", "user.x", "on")
                        .status())
                .isEqualTo(400);
        assertThat(browser.post(URL, "action", "disable", "confirmed", "on", "user." + UUID.randomUUID(), "on")
                        .status())
                .isEqualTo(422);
        List<String> many = new ArrayList<>(List.of("action", "disable", "confirmed", "on", box(one), "on"));
        for (int i = 0; i < 200; i++) {
            many.addAll(List.of("user." + UUID.randomUUID(), "on"));
        }
        assertThat(browser.post(URL, many.toArray(String[]::new)).status()).isEqualTo(400);
        assertThat(disabled(one)).isFalse();
    }

    /** The answer would lead to a page of the list that there is not. */
    @ParameterizedTest
    @CsvSource({"size, 0", "size, 201", "size, x", "state, x", "sort, x", "sort, -", "before, x", "after, y", "q, a\0b"
    })
    void actionWhenTheListItCameFromIsNotValidThenChangesNothing(String field, String value) {
        TestAccount one = accounts.withPassword("early");
        accountService.disable(one.id());
        // With these, a cursor is one of another order.
        String sort = field.equals("sort") ? "q" : "sort";

        for (String action : List.of("enable", "disable", "end-sessions")) {
            assertThat(browser.post(
                                    URL,
                                    "action",
                                    action,
                                    "confirmed",
                                    "on",
                                    box(one),
                                    "on",
                                    field,
                                    value,
                                    sort,
                                    "name")
                            .status())
                    .isEqualTo(400);
        }
        assertThat(disabled(one)).isTrue();
        assertThat(events("account_enabled", one)).isZero();
        assertThat(events("sessions_ended", one)).isZero();
    }

    @Test
    void actionWhenTheSenderIsAUserThenForbidden() {
        TestAccount one = accounts.withPassword("plain");
        TestAccount two = accounts.withPassword("plain");

        assertThat(browsers.signedIn(one)
                        .post(URL, "action", "disable", "confirmed", "on", box(two), "on")
                        .status())
                .isEqualTo(403);
        assertThat(disabled(two)).isFalse();
    }
}
