package dev.vestibule.settings.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.Role;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A user's company, which is asked for once there are two. */
@VestibuleTest
class UserCompanyHttpTest {
    private static final String NEW = "/settings/users/new";

    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts testAccounts;

    @Autowired
    AccountRepository accounts;

    @Autowired
    JdbcClient jdbc;

    private final UUID second = UUID.randomUUID();
    private TestBrowser browser;

    @BeforeEach
    void signIn() {
        browser = browsers.open().signIn(testAccounts.withPassword("root", Role.ADMIN));
    }

    private void found() {
        jdbc.sql(
                        "insert into company (id, name, name_folded, created_at, version) values (:id, 'Zweite <AG>', 'zweite <ag>', now(), 0)")
                .param("id", second)
                .update();
    }

    @AfterEach
    void dissolve() {
        jdbc.sql("""
                update account set company_id = (select id from company where id <> :id limit 1)
                where company_id = :id""").param("id", second).update();
        jdbc.sql("delete from company where id = :id").param("id", second).update();
    }

    private Page create(String login, String company) {
        return browser.post(NEW, "login", login, "name", "New", "role", "USER", "company", company);
    }

    @Test
    void newUserWhenThereAreTwoCompaniesThenTheAdministratorsOwnIsProposed() {
        found();
        TestAccount other = testAccounts.withPassword("other", Role.ADMIN);
        UUID first = accounts.get(other.id()).companyId();
        TestBrowser others = browsers.open().signIn(other);
        assertThat(Html.of(others.get(NEW)).chosen("company")).isEqualTo(first.toString());

        jdbc.sql("update account set company_id = :second where id = :id")
                .param("second", second)
                .param("id", other.id())
                .update();

        assertThat(Html.of(others.get(NEW)).chosen("company")).isEqualTo(second.toString());
        assertThat(Html.of(browser.get(NEW)).chosen("company")).isEqualTo(first.toString());
    }

    @Test
    void newUserWhenThereAreTwoCompaniesThenIsAskedForOneOfThem() {
        assertThat(Html.of(browser.get(NEW)).hasField("company")).isFalse();
        found();

        assertThat(Html.of(browser.get(NEW)).hasField("company")).isTrue();
        for (String wrong : List.of("", "x", UUID.randomUUID().toString())) {
            Page refused = create("new-" + second, wrong);
            assertThat(refused.status()).as(wrong).isEqualTo(422);
            assertThat(Html.of(refused).error("company")).as(wrong).contains("Choose one of the companies.");
        }
        assertThat(create("new-" + second, second.toString()).status()).isEqualTo(200);
        Account account = accounts.findByLogin("new-" + second).orElseThrow();
        assertThat(account.companyId()).isEqualTo(second);
        Page page = browser.get("/settings/users/" + account.id());
        assertThat(page.body()).contains("Zweite &lt;AG&gt;");
        assertThat(Html.of(page).chosen("company")).isEqualTo(second.toString());
    }

    @Test
    void userWhenTheCompanyIsNoneOrChangedMeanwhileThenIsToldAtItsField() {
        TestAccount una = testAccounts.invited("una", Role.USER);
        String url = "/settings/users/" + una.id();
        UUID first = accounts.findById(una.id()).orElseThrow().companyId();
        found();
        String seen = Html.of(browser.get(url)).value("version");

        for (String wrong : List.of("x", UUID.randomUUID().toString(), "<script>")) {
            Page refused = browser.post(url, "name", "N", "email", "", "version", seen, "company", wrong);
            assertThat(refused.status()).isEqualTo(422);
            assertThat(Html.of(refused).error("company")).contains("Choose one of the companies.");
        }
        String[] change = {"name", "una", "email", "", "version", seen, "company", second.toString()};
        assertThat(browser.post(url, change).status()).isEqualTo(303);
        change[7] = first.toString();
        Page stale = browser.post(url, change);
        assertThat(stale.status()).isEqualTo(422);
        assertThat(Html.of(stale).error("company")).contains("It now says: Zweite <AG>");
        assertThat(Html.of(stale).chosen("company")).isEqualTo(first.toString());
    }
}
