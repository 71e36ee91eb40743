package dev.vestibule.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.apikey.Scope;
import dev.vestibule.testing.ApiClient;
import dev.vestibule.testing.ApiClients;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.TestStatements.Statements;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a program's request costs in statements: the key, the account, and what was asked for; never a session. */
@VestibuleTest
record ApiStatementsHttpTest(
        ApiClients programs, Browsers browsers, TestAccounts accounts, TestClock clock, Statements statements) {
    @Test
    void keyWhenShownThenCostsTwoLooksAndAWriteOnceAMinute() {
        ApiClient program = programs.byKey(accounts.withMfa("ann"), Scope.READ);

        assertThat(statements.of(() -> program.get("/me")))
                .as("from a new address, with its event")
                .hasSize(6);
        assertThat(statements.of(() -> program.get("/me"))).hasSize(3);
        clock.pass(Duration.ofMinutes(1));
        List<String> later = statements.of(() -> program.get("/me"));
        assertThat(later).hasSize(4);
        assertThat(later.get(0)).contains("from api_key");
        assertThat(later.get(1)).contains("from account a join company");
        assertThat(later.get(2)).startsWith("update api_key");
        assertThat(later.get(3)).contains("from account a join company");
    }

    @Test
    void listWhenAskedForThenCostsOneStatementHoweverLongItIs() {
        ApiClient program = programs.byKey(accounts.withPassword("root", Role.ADMIN), Scope.READ);
        program.get("/me");

        assertThat(statements.of(() -> program.get("/users?limit=200"))).hasSize(3);
        assertThat(statements.of(() -> program.get("/audit-events?limit=200"))).hasSize(3);
        assertThat(statements.of(() -> program.get("/parameters"))).hasSize(4);
    }

    @Test
    void keyWhenItsChecksumIsWrongThenNobodyLooksForIt() {
        ApiClient program = programs.open().withKey("vst_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf1Yo7hQ");

        assertThat(statements.of(() -> program.get("/me")))
                .noneMatch(sql -> sql.contains("api_key (") || sql.contains("from api_key"));
    }

    @Test
    void cookieWhenItComesAlongThenNoSessionIsLookedFor(@WithPassword TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        String cookies = browser.cookies().entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        ApiClient alone = programs.open().with("Cookie", cookies);

        assertThat(statements.of(() -> alone.get("/me"))).isEmpty();
        assertThat(statements.of(() ->
                        programs.byKey(ann, Scope.READ).with("Cookie", cookies).get("/nothing")))
                .noneMatch(sql -> sql.toLowerCase().contains(" session "))
                .noneMatch(sql -> sql.contains("known_browser"));
        assertThat(statements.of(
                        () -> programs.byPassword(ann).with("Cookie", cookies).get("/me")))
                .noneMatch(sql -> sql.toLowerCase().contains(" session "))
                .noneMatch(sql -> sql.contains("known_browser"));
        assertThat(browser.isSignedIn()).isTrue();
    }

    @Test
    void descriptionWhenReadThenCostsNothing() {
        assertThat(statements.of(() -> programs.open().get("/openapi.json"))).isEmpty();
    }
}
