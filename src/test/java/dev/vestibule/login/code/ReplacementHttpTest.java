package dev.vestibule.login.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.authenticator.Authenticator;
import dev.vestibule.authenticator.AuthenticatorApps;
import dev.vestibule.recovery.RecoveryCodes;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The old phone's app ends with the first sign-in by the new one's, and with nothing less. */
@VestibuleTest
class ReplacementHttpTest {
    @Autowired
    Browsers browsers;

    @Autowired
    SecondNode second;

    @Autowired
    TestAccounts testAccounts;

    @Autowired
    AuthenticatorApps authenticators;

    @Autowired
    RecoveryCodes recoveryCodes;

    @Autowired
    AccountRepository accounts;

    @Autowired
    TestClock clock;

    @Autowired
    JdbcClient jdbc;

    private TestAccount old;
    private TestAccount phone;

    @BeforeEach
    void haveANewPhone() {
        old = testAccounts.withMfa("ann");
        phone = testAccounts.withApp(
                old, "New phone", authenticators.of(old.id()).get(0).id());
    }

    @Test
    void codeWhenItsAppIsNewThenTheOldOneEndsOnEveryNode() {
        TestBrowser before = browsers.open().signIn(old);
        TestBrowser waiting = browsers.open();
        waiting.enterPassword(old);
        clock.passWindow();

        second.open().signIn(phone);

        assertThat(apps()).containsExactly("New phone");
        assertThat(waiting.enterCode(old.code()).location()).isEqualTo("/login/code?error=wrong");
        assertThat(before.isSignedIn()).as("whom the old one let in stays").isTrue();
        assertThat(jdbc.sql("""
                        select reason || ' ' || actor_kind || ' ' || factor from audit_event
                        where account_id = :id and kind = 'authenticator_removed'""").param("id", old.id()).query(String.class).list())
                .containsExactly("replaced user totp");
    }

    @Test
    void codeWhenItIsAProofThenNothingEnds() {
        TestBrowser browser = browsers.open().signIn(old);
        clock.pass(Duration.ofMinutes(20));

        browser.prove(phone, browser.get("/preferences/mfa/disable"));

        assertThat(apps()).containsExactly("Phone", "New phone");
    }

    @Test
    void codeWhenItIsAProofOfWhoCameByADeviceThenNothingEnds() {
        TestBrowser browser = browsers.open().signInByDevice(old);

        assertThat(apps()).as("neither by the old one, nor by the device").hasSize(2);
        browser.prove(phone, browser.get("/preferences/mfa/disable"));

        assertThat(apps()).containsExactly("Phone", "New phone");
    }

    @Test
    void codeWhenTheSignInIsCalledAProofThenTheOldOneEndsAllTheSame(TestBrowser browser) {
        browser.enterPassword(phone);

        browser.post("/login/code?proof", "confirmation_code", phone.code());

        assertThat(browser.isSignedIn()).isTrue();
        assertThat(apps()).containsExactly("New phone");
    }

    @Test
    void signInWhenByRecoveryCodeThenNothingEnds() {
        int version = accounts.findById(old.id()).orElseThrow().credentialVersion();
        String code =
                recoveryCodes.issue(old.id(), version).orElseThrow().get(0).text();
        TestBrowser browser = browsers.open();
        browser.enterPassword(old);

        browser.post("/login/recovery", "recovery_code", code);

        assertThat(browser.isSignedIn()).isTrue();
        assertThat(apps()).hasSize(2);
    }

    @Test
    void codesWhenTheyAskForTheClockThenNothingEnds(TestBrowser pending) {
        pending.enterPassword(old);
        pending.post("/login/clock", "first_code", phone.code(), "second_code", phone.code(1));
        TestBrowser browser = browsers.open().signIn(old);
        UUID id = authenticators.of(old.id()).get(1).id();

        assertThat(browser.post(
                                "/preferences/authenticators/" + id + "/test",
                                "first_code",
                                phone.code(4),
                                "second_code",
                                phone.code(5))
                        .status())
                .isEqualTo(200);

        assertThat(apps()).hasSize(2);
    }

    @Test
    void codeWhenItWasUsedInAnotherSessionThenIsUsedAndEndsNothingMore() {
        String code = phone.code();
        TestBrowser other = browsers.open();
        other.enterPassword(phone);
        browsers.open().signIn(phone);

        assertThat(other.enterCode(code).location()).isEqualTo("/login/code?error=used");
        assertThat(apps()).containsExactly("New phone");
    }

    @Test
    void codesWhenOldAndNewAreSentToTwoNodesAtOnceThenOneOfBothOrders() throws InterruptedException {
        for (int round = 0; round < 5; round++) {
            haveANewPhone();
            TestBrowser here = browsers.open();
            TestBrowser there = second.open();
            here.enterPassword(old);
            there.enterPassword(phone);

            List<String> answers = Race.between(List.of(send(here, old), send(there, phone)));

            assertThat(answers.get(0)).isIn("/", "/login/code?error=wrong");
            assertThat(answers.get(1)).isEqualTo("/");
            assertThat(apps()).containsExactly("New phone");
            assertThat(there.isSignedIn()).isTrue();
            assertThat(here.isSignedIn()).isEqualTo(answers.get(0).equals("/"));
        }
    }

    private static Callable<String> send(TestBrowser browser, TestAccount account) {
        String form = "confirmation_code=" + account.code() + "&_csrf=" + browser.token();
        return () -> String.valueOf(browser.postRaw("/login/code", form).location());
    }

    private List<String> apps() {
        return authenticators.of(old.id()).stream().map(Authenticator::name).toList();
    }
}
