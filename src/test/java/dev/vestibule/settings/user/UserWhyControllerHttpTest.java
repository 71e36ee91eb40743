package dev.vestibule.settings.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.policy.EnrolmentMethod;
import dev.vestibule.policy.MfaRequired;
import dev.vestibule.policy.Policies;
import dev.vestibule.policy.PolicySettings;
import dev.vestibule.policy.TestCompanies;
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

/** What an administrator is told of somebody's next sign-in is what happens then. */
@VestibuleTest
class UserWhyControllerHttpTest {
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

    TestBrowser admin;
    TestCompanies companies;

    @BeforeEach
    void signIn() {
        admin = browsers.open().signIn(accounts.withPassword("root", Role.ADMIN));
        companies = new TestCompanies(jdbc, policies, clock);
    }

    @AfterEach
    void tidy() {
        TestCompanies.tidy(jdbc);
    }

    private Page why(TestAccount account) {
        Page page = admin.get("/settings/users/" + account.id() + "/why");
        assertThat(page.status()).isEqualTo(200);
        return page;
    }

    @Test
    void forecastWhenThereIsNoMfaThenIsThePasswordAlone(@WithPassword TestAccount ann) {
        assertThat(why(ann).body())
                .contains("The password alone would be enough.", "not required, so no code is asked for");
        assertThat(browsers.open().enterPassword(ann).location()).isEqualTo("/");
    }

    @Test
    void forecastWhenThereIsMfaThenIsTheCodeUnlessADeviceIsRemembered(@WithMfa TestAccount ann) {
        assertThat(why(ann).body())
                .contains("After the password, a code would be asked for.", "There is no trusted device");

        TestBrowser browser = browsers.open();
        browser.enterPassword(ann);
        browser.post("/login/code", "confirmation_code", ann.code(), "remember_device", "on");

        assertThat(why(ann).body()).contains("but not on a trusted device", "One trusted device skips the code");
        UUID company = companies.of(
                new PolicySettings(
                        MfaRequired.EVERYONE, 0, EnrolmentMethod.PASSWORD, true, null, List.of("10.0.0.0/8")),
                ann);
        assertThat(why(ann).body()).contains("the company requires it", "from 10.0.0.0/8 only");
        policies.change(
                company, new PolicySettings(MfaRequired.NO, 0, EnrolmentMethod.PASSWORD, false, null, List.of()));
        assertThat(why(ann).body()).contains("does not allow trusted devices");
    }

    @Test
    void forecastWhenMfaIsRequiredAndMissingThenIsWhatComesFirst(@WithPassword TestAccount ann) {
        UUID company = companies.of(TestCompanies.required(MfaRequired.EVERYONE, 5, EnrolmentMethod.PASS), ann);
        assertThat(why(ann).body())
                .contains("The password alone would be enough.", "It is off, so no code is asked for until then");
        assertThat(admin.get("/settings/users?state=grace").body()).contains(ann.login());
        assertThat(admin.get("/settings/users?state=due").body()).doesNotContain(ann.login());

        policies.change(company, TestCompanies.required(MfaRequired.EVERYONE, 0, EnrolmentMethod.PASS));
        assertThat(why(ann).body()).contains("After the password, the user would have to enter an enrolment pass.");
        assertThat(admin.get("/settings/users?state=due").body()).contains(ann.login());
        assertThat(admin.get("/settings/users?state=grace").body()).doesNotContain(ann.login());
        assertThat(admin.get("/settings/users/" + ann.id()).body()).contains("Create an enrolment pass");

        policies.change(company, TestCompanies.required(MfaRequired.EVERYONE, 0, EnrolmentMethod.PASSWORD));
        assertThat(why(ann).body()).contains("After the password, the user would have to set up an authenticator app.");
    }

    @Test
    void forecastWhenNothingOpensTheAccountThenSaysWhy() {
        TestAccount invited = accounts.invited("erin", Role.USER);
        assertThat(why(invited).body())
                .contains("The sign-in would be refused", "The user needs a password link first");

        TestAccount ann = accounts.withMfa("ann");
        TestBrowser stranger = browsers.open();
        stranger.enterPassword(ann);
        for (int i = 0; i < 5; i++) {
            stranger.enterCode("000000");
        }
        assertThat(why(ann).body()).contains("Codes are refused until");
        admin.post("/settings/users/" + ann.id() + "/disable");
        assertThat(why(ann).body()).contains("The account is disabled, so every password is refused.");
        assertThat(admin.get("/settings/users/" + UUID.randomUUID() + "/why").status())
                .isEqualTo(404);
    }
}
