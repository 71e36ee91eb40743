package dev.vestibule.settings.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.Role;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What the form for a new account refuses, and what it says. */
@VestibuleTest
class NewUserControllerRefusedHttpTest {
    private static final String FORM = "/settings/users/new";

    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts testAccounts;

    @Autowired
    AccountRepository accounts;

    private TestBrowser browser;

    @BeforeEach
    void signIn() {
        browser = browsers.open().signIn(testAccounts.withPassword("root", Role.ADMIN));
    }

    private Page create(String login, String name, String email, String role) {
        return browser.post(FORM, "login", login, "name", name, "email", email, "role", role);
    }

    private static String fresh() {
        return "new-" + UUID.randomUUID();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "two words",
                "a:b",
                "a\u0000b",
                "a\tb",
                "a\u200bb",
                "a\u202eb",
                "a\u00a0b",
                "\u00ad",
                "a\nb"
            })
    void loginWhenNoneThenRefusedAndTheRestIsKept(String login) {
        Page answer = create(login, "Kept <b>", "kept@example.org", "ADMIN");

        assertRefused(answer, "login", "Use up to 64 characters, without spaces and without a colon.");
        assertThat(Html.of(answer).value("name")).isEqualTo("Kept <b>");
        assertThat(Html.of(answer).value("email")).isEqualTo("kept@example.org");
        assertThat(Html.of(answer).chosen("role")).isEqualTo("ADMIN");
    }

    @Test
    void loginWhenTooLongThenRefused() {
        assertRefused(create("x".repeat(65), "N", "", "USER"), "login", "Use up to 64 characters");
        assertRefused(create("x".repeat(1000), "N", "", "USER"), "login", "Use up to 64 characters");
        // One character that becomes three.
        assertRefused(create("ﬃ".repeat(22), "N", "", "USER"), "login", "Use up to 64 characters");
        assertThat(create("ﬃ".repeat(21), "N", "", "USER").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "%S", " %s ", "ｔaken%s"})
    void loginWhenTakenInWhateverSpellingThenRefused(String variant) {
        String unique = UUID.randomUUID().toString();
        assertThat(create("taken" + unique, "First", "", "USER").status()).isEqualTo(200);

        Page answer =
                create(variant.formatted(variant.startsWith("ｔ") ? unique : "taken" + unique), "Second", "", "USER");

        assertRefused(answer, "login", "Another user has this username.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>alert(1)</script>", "علي", "😀", "o'neill\"", "../../x", "a%00b", "${7*7}"})
    void loginWhenOutOfTheOrdinaryThenMadeAndShownAsText(String start) {
        String login = start + UUID.randomUUID().toString().substring(0, 8);

        Page answer = create(login, start, "", "USER");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("<script>alert", "49" + login.substring(start.length()));
        var account =
                accounts.findByLogin(login.toLowerCase(java.util.Locale.ROOT)).orElseThrow();
        assertThat(browser.get("/settings/users/" + account.id()).body()).doesNotContain("<script>alert");
        assertThat(browser.get("/settings/users/" + account.id() + "/role").body())
                .doesNotContain("<script>alert");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\u0000b", "a\u0085b"})
    void nameWhenBlankOrNotToBeSeenThenRefused(String name) {
        assertRefused(create(fresh(), name, "", "USER"), "name", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "x@", "@x", "a b@c.d", "a@b@c", "a\u0000@b.c", "<script>@", "a@b.c\nBcc: d@e.f"})
    void emailWhenNoneThenRefusedAndKept(String email) {
        Page answer = create(fresh(), "N", email, "USER");

        assertRefused(answer, "email", "Enter a valid e-mail address.");
    }

    @Test
    void emailWhenTooLongThenRefused() {
        String email = "x".repeat(60) + "@" + ("y".repeat(60) + ".").repeat(4) + "org";

        assertRefused(create(fresh(), "N", email, "USER"), "email", "Enter a valid e-mail address.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ROOT", "", "admin", "ADMIN,USER", "1", "<script>alert(1)</script>", "ROLE_ADMIN"})
    void roleWhenTamperedWithThenRefusedInOurOwnWords(String role) {
        String login = fresh();

        Page answer = create(login, "N", "", role);

        assertRefused(answer, "role", "Choose one of the roles.");
        assertThat(answer.body()).doesNotContain("java.lang", "Failed to convert", "<script>alert");
        assertThat(accounts.existsByLogin(login)).isFalse();
    }

    @Test
    void formWhenFieldsAreMissingOrDoubledThenNothingIsMade() {
        Page answer = browser.post(FORM);

        assertRefused(answer, "login", "");
        assertRefused(answer, "name", "Enter a name.");
        assertRefused(answer, "role", "Choose one of the roles.");
        String login = fresh();
        assertThat(browser.postRaw(FORM, "login=" + login + "&name=N&role=USER&role=ADMIN&_csrf=" + browser.token())
                        .status())
                .isEqualTo(400);
        assertThat(accounts.existsByLogin(login)).isFalse();
    }

    private static void assertRefused(Page answer, String field, String reason) {
        assertThat(answer.status()).isEqualTo(422);
        assertThat(Html.of(answer).title()).startsWith("Error: ");
        assertThat(Html.of(answer).error(field))
                .hasValueSatisfying(said -> assertThat(said).isNotBlank().startsWith(reason));
    }
}
