package dev.vestibule.settings.company;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.policy.EnrolmentMethod;
import dev.vestibule.policy.MfaRequired;
import dev.vestibule.policy.Policies;
import dev.vestibule.policy.PolicySettings;
import dev.vestibule.policy.TestCompanies;
import dev.vestibule.settings.TestAdministrators;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two-step sign-in required of everyone, in all companies at once. */
@VestibuleTest
class RequireMfaHttpTest {
    private static final String URL = "/settings/companies/require-mfa";

    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts accounts;

    @Autowired
    TestClock clock;

    @Autowired
    Policies policies;

    @Autowired
    JdbcClient jdbc;

    private TestCompanies made;

    @BeforeEach
    void setUp() {
        made = new TestCompanies(jdbc, policies, clock);
    }

    @AfterEach
    void tidy() {
        TestCompanies.tidy(jdbc);
        jdbc.sql("delete from policy").update();
    }

    private long changes() {
        return jdbc.sql("select count(*) from audit_event where kind = 'policy_changed'")
                .query(Long.class)
                .single();
    }

    @Test
    void requirementWhenConfirmedThenHoldsInAllCompaniesAndKeepsTheRest(
            @WithMfa(Role.ADMIN) TestAccount root, @WithPassword TestAccount ann, @WithPassword TestAccount bob) {
        UUID first = made.of(ann);
        UUID second = made.of(bob);
        UUID third = made.of();
        PolicySettings strict =
                new PolicySettings(MfaRequired.EVERYONE, 3, EnrolmentMethod.PASSWORD, true, 9, List.of());
        policies.change(
                second,
                new PolicySettings(MfaRequired.NO, 0, EnrolmentMethod.PASSWORD, false, 5, List.of("10.0.0.0/8")));
        policies.change(third, strict);
        TestBrowser admin = browsers.signedIn(root);
        long before = changes();

        long needingAPass = jdbc.sql(
                        "select count(*) from account where not disabled and not mfa_enabled and company_id <> :third")
                .param("third", third)
                .query(Long.class)
                .single();
        assertThat(admin.get("/settings/companies").body()).contains(URL);
        assertThat(admin.get(URL).status()).isEqualTo(200);
        Page preview = admin.post(URL, "grace_days", "0", "enrolment", "pass");
        assertThat(preview.status()).isEqualTo(200);
        assertThat(preview.body())
                .contains(
                        "Nothing is saved yet",
                        "Then: Would need a pass to set up an app",
                        "<dd>" + needingAPass + "</dd>")
                .doesNotContain(">" + root.login() + "<");
        assertThat(changes()).isEqualTo(before);
        assertThat(Html.of(admin.post(URL, "grace_days", "0", "enrolment", "pass", "again", "on"))
                        .value("grace_days"))
                .isEqualTo("0");

        Page done = admin.post(URL, "grace_days", "0", "enrolment", "pass", "confirmed", "on");

        assertThat(done.location()).isEqualTo("/settings/companies?done=companies-require-mfa");
        assertThat(policies.of(first).settings())
                .isEqualTo(new PolicySettings(MfaRequired.EVERYONE, 0, EnrolmentMethod.PASS, true, null, List.of()));
        assertThat(policies.of(second).settings())
                .isEqualTo(new PolicySettings(
                        MfaRequired.EVERYONE, 0, EnrolmentMethod.PASS, false, 5, List.of("10.0.0.0/8")));
        assertThat(policies.of(third).settings()).isEqualTo(strict);
        long companies =
                jdbc.sql("select count(*) from company").query(Long.class).single();
        assertThat(changes() - before).isEqualTo(companies - 1);
        assertThat(browsers.open().enterPassword(ann).location()).isEqualTo("/login/enrolment-pass");
        assertThat(admin.post(URL, "grace_days", "5", "enrolment", "password", "confirmed", "on")
                        .status())
                .isEqualTo(303);
        assertThat(changes() - before)
                .as("what is required already stays as it is")
                .isEqualTo(companies - 1);
    }

    @Test
    void requirementWhenItWouldLockTheLastAdministratorOutThenIsRefusedForAll(
            @WithPassword(Role.ADMIN) TestAccount last) {
        UUID company = made.of(accounts.withPassword("ann"));
        TestBrowser admin = browsers.signedIn(last);
        try (var alone = TestAdministrators.only(jdbc, last)) {
            Page refused = admin.post(URL, "grace_days", "30", "enrolment", "pass", "confirmed", "on");

            assertThat(refused.status()).isEqualTo(422);
            assertThat(Html.of(refused).error("enrolment").orElse("")).contains("last administrator");
            assertThat(policies.of(company).settings()).isEqualTo(PolicySettings.NONE);
        }
    }

    @Test
    void requirementWhenAFieldIsWrongThenSaysSoThere() {
        TestBrowser admin = browsers.signedIn(accounts.withPassword("root", Role.ADMIN));

        for (String days : List.of("91", "-1", "", "x", "1.5", "99999999999")) {
            Page refused = admin.post(URL, "grace_days", days, "enrolment", "pass", "confirmed", "on");
            assertThat(refused.status()).as(days).isEqualTo(422);
            assertThat(Html.of(refused).error("grace_days")).as(days).isPresent();
            assertThat(Html.of(refused).value("grace_days")).isEqualTo(days);
        }
        assertThat(Html.of(admin.post(URL, "grace_days", "1", "enrolment", "letter"))
                        .error("enrolment"))
                .isPresent();
        assertThat(browsers.signedIn(accounts.withPassword("user")).get(URL).status())
                .isEqualTo(403);
    }

    @Test
    void preferencesWhenMfaIsRequiredThenHaveNoButtonToSwitchItOff(@WithMfa TestAccount ann, @WithMfa TestAccount bob) {
        policies.change(
                made.of(ann),
                new PolicySettings(MfaRequired.EVERYONE, 0, EnrolmentMethod.PASSWORD, true, null, List.of()));

        assertThat(browsers.signedIn(ann).get("/preferences").body())
                .contains("requires two-step sign-in")
                .doesNotContain("/preferences/mfa/disable");
        assertThat(browsers.signedIn(bob).get("/preferences").body()).contains("/preferences/mfa/disable");
    }
}
