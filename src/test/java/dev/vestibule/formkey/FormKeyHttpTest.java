package dev.vestibule.formkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A form that makes something does so once, however often it is sent. */
@VestibuleTest
record FormKeyHttpTest(Browsers browsers, TestAccounts accounts, JdbcClient jdbc, SecondNode second) {
    private static final String CODES = "/preferences/recovery-codes";

    private int events(String kind) {
        return jdbc.sql("select count(*) from audit_event where kind = :kind")
                .param("kind", kind)
                .query(Integer.class)
                .single();
    }

    private static String[] with(String key, String[] fields) {
        List<String> all = new ArrayList<>(List.of(fields));
        all.addAll(List.of("form_key", key));
        return all.toArray(String[]::new);
    }

    /** Sends the form twice, then without a key and with a forged one. */
    private void assertMakesOnce(TestBrowser browser, String path, String kind, String then, String... fields) {
        int before = events(kind);
        String key = browser.key(path).orElseThrow();
        String other = browser.key(path).orElseThrow();
        assertThat(key).isNotEqualTo(other);

        Page made = browser.post(path, with(key, fields));
        assertThat(made.status()).as(path).isIn(200, 303);
        Page again = browser.at(second.port()).post(path, with(key, fields));

        assertThat(again.status()).as(path).isEqualTo(303);
        assertThat(again.location()).isEqualTo(then + "?done=sent-before");
        assertThat(browser.follow(again).body()).contains("This form was sent before. Nothing was created twice.");
        for (String stale : List.of("", "x", other.substring(1), key.replace(key.charAt(3), '_') + "A")) {
            Page refused = browser.post(path, with(stale, fields));
            assertThat(refused.status()).as(path + " with " + stale).isEqualTo(422);
            assertThat(refused.body()).contains("This page had expired. Nothing was changed.");
        }
        assertThat(events(kind)).as(path).isEqualTo(before + 1);
    }

    @Test
    void formWhenItIsSentAgainThenSaysSoAndMakesNothing() {
        TestBrowser ann = browsers.signedIn(accounts.withMfa("ann"));
        assertMakesOnce(ann, CODES, "recovery_codes_made", "/preferences");
        assertMakesOnce(
                ann,
                "/preferences/api-keys/new",
                "api_key_made",
                "/preferences",
                "name",
                "Backup",
                "scope",
                "read",
                "expires_in_days",
                "30");
    }

    @Test
    void administratorsFormWhenItIsSentAgainThenSaysSoAndMakesNothing(@WithMfa TestAccount bob) {
        TestBrowser root = browsers.signedIn(accounts.withPassword("root", Role.ADMIN));
        String user = "/settings/users/" + bob.id();
        assertMakesOnce(root, user + "/password-link", "password_link_issued", user);
        assertMakesOnce(
                root,
                "/settings/users/new",
                "account_created",
                "/settings/users",
                "login",
                "twice.user",
                "name",
                "Twice",
                "email",
                "twice@example.org",
                "role",
                "USER");
        assertMakesOnce(
                root,
                "/settings/companies/new",
                "company_created",
                "/settings/companies",
                "name",
                "Twice Ltd",
                "mfa_required",
                "no",
                "grace_days",
                "7",
                "enrolment",
                "pass",
                "trusted_devices_allowed",
                "on",
                "trusted_device_days",
                "",
                "trusted_networks",
                "");
        String key = root.key(user + "/reset").orElseThrow();
        assertThat(root.post(user + "/reset", "form_key", key).status()).isEqualTo(200);
        assertThat(root.post(user + "/reset", "form_key", key).location()).isEqualTo(user + "?done=sent-before");
        assertMakesOnce(root, user + "/enrolment-pass", "enrolment_pass_issued", user);
        jdbc.sql("delete from company where name = 'Twice Ltd'").update();
    }

    @Test
    void formWhenCopiesAreSentAtOnceThenOneMakesSomething() throws InterruptedException {
        TestBrowser ann = browsers.signedIn(accounts.withMfa("ann"));
        String key = ann.key(CODES).orElseThrow();
        String token = ann.token();
        int before = events("recovery_codes_made");

        List<Page> answers = Race.of(5, () -> ann.copy().post(CODES, "form_key", key, "_csrf", token));

        assertThat(answers).filteredOn(page -> page.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(page -> page.status() != 200)
                .extracting(Page::location)
                .containsOnly("/preferences?done=sent-before");
        assertThat(events("recovery_codes_made")).isEqualTo(before + 1);
    }

    @Test
    void formWhenItIsOfAnotherSignInOrADayOldThenIsRefusedAndShownAgain(@WithMfa TestAccount ann) {
        TestBrowser here = browsers.signedIn(ann);
        TestBrowser there = browsers.signedIn(ann);
        TestBrowser stranger = browsers.signedIn(accounts.withMfa("bob"));
        String key = here.key(CODES).orElseThrow();

        for (TestBrowser other : List.of(there, stranger)) {
            Page refused = other.post(CODES, "form_key", key);
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.body()).contains("<title>Error: ", "name=\"form_key\"");
        }
        assertThat(here.post(CODES, "form_key", key).status()).isEqualTo(200);
    }
}
