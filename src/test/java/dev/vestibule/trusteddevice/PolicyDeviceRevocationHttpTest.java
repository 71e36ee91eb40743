package dev.vestibule.trusteddevice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.policy.EnrolmentMethod;
import dev.vestibule.policy.MfaRequired;
import dev.vestibule.policy.Policies;
import dev.vestibule.policy.Policy;
import dev.vestibule.policy.PolicySettings;
import dev.vestibule.policy.TestCompanies;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a company says of remembered devices holds with the next request, on every node. */
@VestibuleTest
class PolicyDeviceRevocationHttpTest {
    @Autowired
    Browsers browsers;

    @Autowired
    SecondNode second;

    @Autowired
    TestAccounts accounts;

    @Autowired
    TestClock clock;

    @Autowired
    Policies policies;

    @Autowired
    PolicyDeviceRevocation ends;

    @Autowired
    JdbcClient jdbc;

    TestAccount ann;
    UUID company;

    @BeforeEach
    void gather() {
        ann = accounts.withMfa("ann");
        company = new TestCompanies(jdbc, policies, clock).of(ann);
    }

    private static PolicySettings devices(boolean allowed, @Nullable Integer days, String... networks) {
        return new PolicySettings(MfaRequired.NO, 0, EnrolmentMethod.PASSWORD, allowed, days, List.of(networks));
    }

    private TestBrowser remembered() {
        TestBrowser browser = browsers.open();
        browser.enterPassword(ann);
        browser.post("/login/code", "confirmation_code", ann.code(), "remember_device", "on");
        browser.post("/logout");
        clock.passWindow();
        return browser;
    }

    private Page signInPage(TestBrowser browser) {
        browser.enterPassword(ann);
        return browser.get("/login/code");
    }

    private int devices() {
        return jdbc.sql("select count(*) from trusted_device where account_id = :ann")
                .param("ann", ann.id())
                .query(Integer.class)
                .single();
    }

    @AfterEach
    void tidy() {
        TestCompanies.tidy(jdbc);
    }

    @Test
    void devicesWhenTheirTimeWasUpBeforeTheChangeThenAreNotCounted() {
        remembered();
        clock.pass(Duration.ofDays(31));
        remembered();
        Policy before = policies.of(company);
        PolicySettings none = devices(false, null);

        assertThat(ends.wouldEnd(company, before, before.change(none, clock.instant())))
                .isOne();
        policies.change(company, none);

        assertThat(jdbc.sql(
                                "select details ->> 'count' from audit_event where kind = 'devices_ended' order by id desc limit 1")
                        .query(String.class)
                        .single())
                .isEqualTo("1");
    }

    @Test
    void devicesWhenForbiddenThenEndWithTheNextRequestAndDoNotComeBack() {
        TestBrowser browser = remembered();
        assertThat(browser.enterPassword(ann).location()).isEqualTo("/");
        TestBrowser elsewhere = browser.at(second.port());
        assertThat(elsewhere.get("/").status()).isEqualTo(200);
        assertThat(ends.wouldEnd(company, Policy.NONE, Policy.NONE.change(devices(false, null), clock.instant())))
                .isOne();

        policies.change(company, devices(false, null));

        assertThat(elsewhere.get("/").location()).isEqualTo("/login/code");
        Page step = browser.get("/login/code");
        assertThat(step.body())
                .contains("so this device cannot be remembered")
                .doesNotContain("name=\"remember_device\"");
        browser.post("/login/code", "confirmation_code", ann.code(), "remember_device", "on");
        assertThat(devices()).isZero();

        policies.change(company, PolicySettings.NONE);
        browser.post("/logout");
        assertThat(browser.enterPassword(ann).location()).isEqualTo("/login/code");
    }

    @Test
    void lifetimeWhenShortenedThenShortensWhatWasGiven() {
        TestBrowser young = remembered();
        clock.pass(Duration.ofDays(3));
        TestBrowser younger = remembered();
        PolicySettings twoDays = devices(true, 2);
        assertThat(ends.wouldEnd(company, Policy.NONE, Policy.NONE.change(twoDays, clock.instant())))
                .isOne();

        policies.change(company, twoDays);

        assertThat(young.enterPassword(ann).location()).isEqualTo("/login/code");
        assertThat(signInPage(browsers.open()).body()).contains("Remember this device for 2 days");
        assertThat(younger.enterPassword(ann).location()).isEqualTo("/");
        younger.post("/logout");
        clock.pass(Duration.ofDays(2));
        assertThat(younger.enterPassword(ann).location()).isEqualTo("/login/code");
    }

    @Test
    void lifetimeWhenTheCompanyHasItsOwnThenTheParametersDoesNotMatter() {
        policies.change(company, devices(true, 40));
        TestBrowser browser = remembered();
        clock.pass(Duration.ofDays(35));

        assertThat(browser.enterPassword(ann).location()).isEqualTo("/");
    }

    @Test
    void devicesWhenInAnotherNetworkThenAreAskedForACodeAndStay() {
        TestBrowser browser = remembered();

        policies.change(company, devices(true, null, "10.0.0.0/8"));

        Page step = signInPage(browser);
        assertThat(step.body()).contains("in its own networks only").doesNotContain("name=\"remember_device\"");
        assertThat(jdbc.sql(
                                "select reason from audit_event where account_id = :ann and kind = 'code_asked' order by id desc limit 1")
                        .param("ann", ann.id())
                        .query(String.class)
                        .single())
                .isEqualTo("other_network");
        browser.post("/logout");

        policies.change(company, devices(true, null, "127.0.0.0/8", "::1/128"));
        assertThat(browser.enterPassword(ann).location())
                .as("back in the network")
                .isEqualTo("/");
    }
}
