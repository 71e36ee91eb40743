package dev.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.testing.Links;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestHashes.Hashes;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Answers do not tell whether an account exists or waits. */
@Tag("attack")
@VestibuleTest
record EnumerationAttackTest(Browsers browsers, TestAccounts accounts, JdbcClient jdbc, Hashes hashes) {
    @BeforeEach
    @AfterEach
    void otherAttacksComeFromHereToo() {
        jdbc.sql("delete from throttle").update();
    }

    @Test
    void refusalsWhenForWhateverReasonThenAreTheSameToTheLastByte() {
        TestAccount known = accounts.withPassword("ann");
        TestAccount disabled = accounts.withPassword("dora");
        jdbc.sql("update account set disabled = true where id = :id")
                .param("id", disabled.id())
                .update();
        TestAccount waiting = accounts.withPassword("walt");
        for (int i = 0; i < 10; i++) {
            refusal(waiting.login(), "wrong");
        }
        Set<String> answers = new TreeSet<>();

        answers.add(refusal(known.login(), "wrong"));
        answers.add(refusal("nobody-at-all", "wrong"));
        answers.add(refusal(disabled.login(), disabled.password()));
        answers.add(refusal(accounts.invited("ivy", Role.USER).login(), "wrong"));
        answers.add(refusal(waiting.login(), waiting.password()));

        assertThat(answers).hasSize(1);
        // What cannot be a username is not kept for the next page, and no account has it.
        assertThat(List.of(refusal("no:login", "wrong"), refusal("a b", "")).stream()
                        .distinct())
                .hasSize(1);
    }

    /** What a refusal costs is what its time tells; the benchmark of this suite measures it. */
    @Test
    void refusalsWhenForWhateverReasonThenCostOneHash() {
        TestAccount disabled = accounts.withPassword("dora");
        jdbc.sql("update account set disabled = true where id = :id")
                .param("id", disabled.id())
                .update();
        TestAccount waiting = accounts.withPassword("walt");
        for (int i = 0; i < 10; i++) {
            refusal(waiting.login(), "wrong");
        }

        for (String login : List.of(
                accounts.withPassword("ann").login(),
                "nobody-at-all",
                "no:login",
                disabled.login(),
                accounts.invited("ivy", Role.USER).login(),
                waiting.login())) {
            assertThat(hashes.during(() -> refusal(login, TestAccounts.PASSWORD + "x")))
                    .as(login)
                    .isOne();
        }
        assertThat(hashes.during(() -> refusal(disabled.login(), disabled.password())))
                .isOne();
    }

    /** Everything that an answer says, but for when it was said. */
    private String refusal(String login, String password) {
        TestBrowser browser = browsers.open();
        Page answer = browser.post("/login", "username", login, "password", password);
        Page page = browser.follow(answer);
        return answer.status()
                + answer.location()
                + answer.body()
                + headers(answer)
                + page.status()
                + headers(page)
                + page.body().replaceAll("value=\"[^\"]*\"", "");
    }

    private static String headers(Page page) {
        return page.headers().entrySet().stream()
                .filter(header -> !List.of("date", "connection", "keep-alive").contains(header.getKey()))
                .map(header -> header.getKey()
                        + header.getValue().toString().replaceAll("(csrf|username_hint|Expires)=[^;]*", "$1"))
                .sorted()
                .toList()
                .toString();
    }

    @Test
    void idsWhenThereAreNoneThenLookLikeThoseOfOthers(@WithMfa TestAccount ann) {
        TestBrowser mallory = browsers.open().signIn(accounts.withMfa("mallory"));
        UUID app = jdbc.sql("select id from authenticator where account_id = :id")
                .param("id", ann.id())
                .query(UUID.class)
                .single();

        Page others = mallory.get("/preferences/authenticators/" + app + "/delete");
        Page nobodys = mallory.get("/preferences/authenticators/" + UUID.randomUUID() + "/delete");

        assertThat(others.status()).isEqualTo(nobodys.status()).isEqualTo(404);
        assertThat(others.body()).isEqualTo(nobodys.body());
    }

    @Test
    void linksWhenVoidThenLookAlikeWhateverTheyOnceWere(@WithPassword TestAccount ann) {
        TestBrowser admin = browsers.open().signIn(accounts.withPassword("root", Role.ADMIN));
        String older = Links.in(admin.post("/settings/users/" + ann.id() + "/password-link"));
        admin.post("/settings/users/" + ann.id() + "/password-link");

        Page replaced = browsers.open().get(older);
        Page madeUp = browsers.open().get("/set-password/" + "A".repeat(43));

        assertThat(replaced.status()).isEqualTo(madeUp.status()).isEqualTo(410);
        assertThat(replaced.body()).isEqualTo(madeUp.body());
    }
}
