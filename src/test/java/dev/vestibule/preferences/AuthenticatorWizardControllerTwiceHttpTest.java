package dev.vestibule.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.authenticator.AuthenticatorApps;
import dev.vestibule.authenticator.MfaReset;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestHashes.Hashes;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.TestWizard;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The wizard's form, sent twice: both answers belong to the one app. */
@VestibuleTest
record AuthenticatorWizardControllerTwiceHttpTest(
        Browsers browsers,
        TestAccounts accounts,
        TestClock clock,
        AuthenticatorApps apps,
        MfaReset factors,
        JdbcClient jdbc,
        Hashes hashes) {
    private static final Pattern CODE = Pattern.compile("<code>([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})</code>");

    private static Set<String> codes(Page page) {
        return new HashSet<>(CODE.matcher(page.body())
                .results()
                .map((MatchResult code) -> code.group(1))
                .toList());
    }

    /** Sends one form from so many copies of a browser, each of which keeps what it was answered. */
    private List<Page> send(List<TestBrowser> copies, Page form, boolean whole) throws InterruptedException {
        String code = new TestWizard(copies.get(0), clock).code(TestWizard.secret(form));
        List<Callable<Page>> senders = new ArrayList<>();
        copies.forEach(copy -> senders.add(() -> {
            List<String> fields = new ArrayList<>(List.of(
                    "_csrf",
                    Html.of(form).value("_csrf"),
                    "name",
                    "My phone",
                    "confirmation_code",
                    code,
                    "replaces",
                    ""));
            if (whole) {
                fields.addAll(List.of("authenticator", Html.of(form).value("authenticator")));
            }
            return copy.post(TestWizard.URL, fields.toArray(String[]::new));
        }));
        // An answer with recovery codes then takes long enough for the other request to overlap it.
        hashes.useRealCost(true);
        try {
            return Race.between(senders);
        } finally {
            hashes.useRealCost(false);
        }
    }

    private void assertBothEndWithTheCodes(TestAccount account, TestBrowser browser, boolean whole)
            throws InterruptedException {
        Page form = browser.get(TestWizard.URL);
        List<TestBrowser> copies = List.of(browser.copy(), browser.copy());

        List<Page> answers = send(copies, form, whole);

        assertThat(answers).extracting(Page::status).containsOnly(200);
        assertThat(codes(answers.get(0))).hasSize(10).isEqualTo(codes(answers.get(1)));
        assertThat(apps.count(account.id())).isOne();
        assertThat(count("authenticator_added", account)).isOne();
        assertThat(count("recovery_codes_made", account)).isOne();
        for (TestBrowser copy : copies) {
            assertThat(copy.get("/preferences").status())
                    .as("whichever cookie stays")
                    .isEqualTo(200);
        }
        clock.passWindow();
        TestBrowser next = browsers.open();
        next.enterPassword(account);
        String code = codes(answers.get(1)).iterator().next();
        assertThat(next.post("/login/recovery", "recovery_code", code).location())
                .doesNotContain("error");
    }

    private int count(String kind, TestAccount account) {
        return jdbc.sql("select count(*) from audit_event where kind = :kind and account_id = :id")
                .param("kind", kind)
                .param("id", account.id())
                .query(Integer.class)
                .single();
    }

    @Test
    void formWhenItIsTheFirstAppsThenBothAnswersShowTheSameCodes() throws InterruptedException {
        for (int round = 0; round < 3; round++) {
            TestAccount ann = accounts.withPassword("ann");
            assertBothEndWithTheCodes(ann, browsers.open().signIn(ann), true);
            TestAccount bob = accounts.withPassword("bob");
            assertBothEndWithTheCodes(bob, browsers.open().signIn(bob), false);
        }
    }

    @Test
    void formWhenTheAccountHasToEnrolThenBothAnswersShowTheSameCodes(@WithMfa TestAccount ann)
            throws InterruptedException {
        String pass = Objects.requireNonNull(factors.resetAnybody(ann.id()).pass())
                .text()
                .grouped();
        TestBrowser browser = browsers.open();
        browser.enterPassword(ann);
        browser.post("/login/enrolment-pass", "enrolment_pass", pass);
        Page form = browser.get(TestWizard.URL);

        List<Page> answers = send(List.of(browser.copy(), browser.copy()), form, true);

        assertThat(answers).extracting(Page::status).containsOnly(200);
        assertThat(codes(answers.get(0))).hasSize(10).isEqualTo(codes(answers.get(1)));
        assertThat(apps.count(ann.id())).isOne();
    }

    @Test
    void formWhenItIsAFurtherAppsThenBothAnswersSayThatItWasAdded(@WithMfa TestAccount ann)
            throws InterruptedException {
        TestBrowser browser = browsers.signedIn(ann);
        Page form = browser.get(TestWizard.URL);

        List<Page> answers = send(List.of(browser.copy(), browser.copy()), form, true);

        assertThat(answers)
                .extracting(Page::location)
                .allMatch(location -> location.equals("/preferences?done=authenticator-added")
                        || location.equals("/preferences?done=sent-before"))
                .contains("/preferences?done=authenticator-added");
        assertThat(apps.count(ann.id())).isEqualTo(2);
    }

    @Test
    void formWhenItIsSentOnceMoreAfterwardsThenSaysSoAndMakesNothing(@WithPassword TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        Page form = browser.get(TestWizard.URL);
        TestWizard wizard = new TestWizard(browser, clock);
        String code = wizard.code(TestWizard.secret(form));
        String app = Html.of(form).value("authenticator");
        assertThat(wizard.finish("Phone", code, "authenticator", app).status()).isEqualTo(200);

        Page again = wizard.finish("Phone", code, "authenticator", app);

        assertThat(again.location()).isEqualTo("/preferences?done=sent-before");
        assertThat(browser.follow(again).body()).contains("This form was sent before. Nothing was created twice.");
        assertThat(count("recovery_codes_made", ann)).isOne();
    }
}
