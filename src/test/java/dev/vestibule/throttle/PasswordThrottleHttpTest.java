package dev.vestibule.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
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
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a guesser sees at the password step, and what the owner sees meanwhile. */
@VestibuleTest
record PasswordThrottleHttpTest(
        Browsers browsers, TestAccounts accounts, Parameters parameters, JdbcClient jdbc, TestClock clock) {
    @BeforeEach
    void begin() {
        jdbc.sql("delete from throttle").update();
    }

    @AfterEach
    void tidy() {
        parameters.reset(Parameter.ADDRESS_FAILURES);
        begin();
    }

    @Test
    void passwordWhenTheAccountWaitsThenLooksWrongThoughItIsRight(@WithPassword TestAccount ann) {
        guess(ann.login(), 10);
        TestBrowser stranger = browsers.open();

        Page right = stranger.enterPassword(ann);

        assertThat(right.location()).isEqualTo("/login?error");
        assertThat(stranger.cookies()).doesNotContainKeys("SESSION", "known_browser");
        assertThat(right.headers()).doesNotContainKey("retry-after");
        clock.pass(Duration.ofSeconds(30));
        assertThat(stranger.enterPassword(ann).location()).isEqualTo("/");
    }

    @Test
    void ownerWhenAStrangerGuessesThenGetsInWithTheBrowserHeUses(@WithMfa TestAccount ann) {
        TestBrowser own = browsers.open().signIn(ann);
        own.post("/logout");
        guess(ann.login(), 10);

        assertThat(browsers.open().enterPassword(ann).location()).isEqualTo("/login?error");
        assertThat(own.enterPassword(ann).location()).isEqualTo("/login/code");
    }

    @Test
    void knownBrowserWhenItGuessesItselfThenIsCountedFirstAloneThenAsUnknown(@WithPassword TestAccount ann) {
        TestBrowser own = browsers.open().signIn(ann);
        own.post("/logout");
        for (int i = 0; i < 20; i++) {
            wrong(own, ann.login());
        }

        assertThat(own.enterPassword(ann).location()).isEqualTo("/login?error");
        assertThat(browsers.open().enterPassword(ann).location()).isEqualTo("/login?error");
    }

    @Test
    void knownBrowserWhenOfAnotherAccountThenIsUnknownHere(
            @WithPassword TestAccount ann, @WithPassword TestAccount mallory) {
        TestBrowser known = browsers.open().signIn(mallory);
        known.post("/logout");
        guess(ann.login(), 10);

        assertThat(known.enterPassword(ann).location()).isEqualTo("/login?error");
    }

    @Test
    void knownBrowserWhenThePasswordChangesThenIsUntied(@WithPassword TestAccount ann) {
        TestBrowser own = browsers.open().signIn(ann);
        String next = "wooden-lantern-harbor-31";
        own.post(
                "/preferences/password",
                "current_password",
                ann.password(),
                "new_password",
                next,
                "new_password_confirmation",
                next);
        own.post("/logout");
        guess(ann.login(), 10);

        assertThat(own.post("/login", "username", ann.login(), "password", next).location())
                .isEqualTo("/login?error");
    }

    @Test
    void knownBrowserWhenSharedThenKnowsAllItsAccountsUnderANewTokenEachTime(
            @WithPassword TestAccount ann, @WithPassword TestAccount bea) {
        TestBrowser shared = browsers.open().signIn(ann);
        String first = shared.cookies().get("known_browser");
        shared.post("/logout");
        shared.signIn(bea).post("/logout");
        guess(ann.login(), 10);
        guess(bea.login(), 10);
        TestBrowser planted = browsers.open();
        planted.cookies().put("known_browser", first);

        assertThat(shared.cookies().get("known_browser")).isNotEqualTo(first);
        assertThat(planted.enterPassword(ann).location()).as("the first token").isEqualTo("/login?error");
        assertThat(shared.enterPassword(ann).location()).isEqualTo("/");
        shared.post("/logout");
        assertThat(shared.enterPassword(bea).location()).isEqualTo("/");
    }

    @Test
    void knownBrowserWhenItsCookieIsATrustedDevicesThenIsUnknown(@WithMfa TestAccount ann, TestBrowser own) {
        own.enterPassword(ann);
        own.post("/login/code", "confirmation_code", ann.code(), "remember_device", "on");
        String device = own.cookies().entrySet().stream()
                .filter(cookie -> cookie.getKey().contains("trusted_device_"))
                .map(java.util.Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
        guess(ann.login(), 10);
        TestBrowser thief = browsers.open();
        thief.cookies().put("known_browser", device);

        assertThat(thief.enterPassword(ann).location()).isEqualTo("/login?error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"upper", "spaces", "wide"})
    void loginWhenWrittenInAnotherWayThenIsTheSameCounter(String way, @WithPassword TestAccount ann) {
        String variant = switch (way) {
            case "upper" -> ann.login().toUpperCase(java.util.Locale.ROOT);
            case "spaces" -> "  " + ann.login() + " ";
            default -> ann.login().replace('a', '\uff41').replace('n', '\uff4e');
        };
        guess(variant, 10);

        assertThat(browsers.open().enterPassword(ann).location()).isEqualTo("/login?error");
    }

    @Test
    void refusalsWhenTheyLookLikeAWrongPasswordThenAllCount() {
        TestAccount invited = accounts.invited("ivy", Role.USER);
        TestAccount ann = accounts.withPassword("ann");
        jdbc.sql("update account set disabled = true where id = :id")
                .param("id", ann.id())
                .update();

        for (TestAccount account : new TestAccount[] {invited, ann}) {
            for (int i = 0; i < 10; i++) {
                assertThat(browsers.open().enterPassword(account).location()).isEqualTo("/login?error");
            }
            assertThat(jdbc.sql("select count(*) from throttle where stage = 'NETWORK' and waits_until > :now")
                            .param("now", java.sql.Timestamp.from(clock.instant()))
                            .query(Integer.class)
                            .single())
                    .as(account.login())
                    .isEqualTo(account == invited ? 1 : 2);
        }
    }

    @Test
    void networkWhenItWaitsThenIsToldWhenToComeAgain() {
        parameters.set(Parameter.ADDRESS_FAILURES, 20);
        for (int i = 0; i < 20; i++) {
            wrong(browsers.open(), "nobody" + i);
        }
        TestAccount ann = accounts.withPassword("ann");

        Page refused = browsers.open().enterPassword(ann);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.body())
                .containsPattern(
                        "Try again <time datetime=\"[-0-9T:]+Z\" data-wait=\"\\d+\"[^>]*>in [^<]+</time> \\(\\d\\d:\\d\\d:\\d\\d (UTC|Z)\\)\\.");
        assertThat(refused.header("retry-after")).isEqualTo("30");
        assertThat(refused.says("Too many attempts")).isTrue();
        assertThat(browsers.open().get("/login").status()).isEqualTo(200);
        clock.pass(Duration.ofSeconds(30));
        assertThat(browsers.open().enterPassword(ann).location()).isEqualTo("/");
    }

    @Test
    void networkWhenItWaitsThenAKnownBrowserThereDoesNot(@WithPassword TestAccount ann) {
        TestBrowser own = browsers.open().signIn(ann);
        own.post("/logout");
        parameters.set(Parameter.ADDRESS_FAILURES, 20);
        for (int i = 0; i < 20; i++) {
            wrong(browsers.open(), "nobody" + i);
        }

        assertThat(own.enterPassword(ann).location()).isEqualTo("/");
    }

    @Test
    void passwordChangeWhenItIsUsedToGuessThenWaits(@WithPassword TestAccount ann) {
        TestBrowser thief = browsers.open().signIn(ann);
        String next = "wooden-lantern-harbor-31";
        for (int i = 0; i < 20; i++) {
            assertThat(change(thief, "wrong" + i, next).status()).isEqualTo(422);
        }

        Page right = change(thief, ann.password(), next);

        assertThat(right.status()).isEqualTo(422);
        assertThat(Html.of(right).error("current_password").orElse(""))
                .matches(
                        "Too many wrong passwords\\. Try again in \\d+ (seconds|minutes) \\(\\d\\d:\\d\\d:\\d\\d UTC\\)\\.");
        assertThat(right.body())
                .containsPattern("<time datetime=\"[-0-9T:]+Z\" data-wait=\"\\d+\" aria-live=\"off\">in \\d+ ");
        String first = Html.of(right).error("current_password").orElse("");
        clock.pass(Duration.ofMinutes(15));
        assertThat(change(thief, ann.password(), next).status()).as(first).isEqualTo(303);
    }

    @Test
    void linkWhenItsPageIsAskedForThenCountsNothingWhoeverAsks(@WithPassword TestAccount ann, TestBrowser plain) {
        TestBrowser misled = browsers.open()
                .with("Sec-Fetch-Site", "cross-site")
                .with("Sec-Fetch-Mode", "no-cors")
                .with("Sec-Fetch-Dest", "image");
        for (int i = 0; i < 150; i++) {
            assertThat(plain.get("/set-password/void" + i).status()).isEqualTo(410);
            assertThat(misled.get("/set-password/void" + i).status()).isEqualTo(410);
        }

        assertThat(jdbc.sql("select count(*) from throttle")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(browsers.open().enterPassword(ann).location()).isEqualTo("/");
    }

    @Test
    void linkWhenVoidAndSentThenCountsForTheNetworkApartFromItsPasswords() {
        parameters.set(Parameter.ADDRESS_FAILURES, 20);
        TestAccount ann = accounts.withPassword("ann");
        TestBrowser browser = browsers.open();
        long written = count("audit_event");
        for (int i = 0; i < 20; i++) {
            assertThat(choose(browser, "void" + i).status()).isEqualTo(410);
        }
        long refused = count("audit_event");
        assertThat(refused).isEqualTo(written + 20);

        for (int i = 0; i < 20; i++) {
            Page waiting = choose(browser, "void");
            assertThat(waiting.status()).isEqualTo(429);
            assertThat(waiting.header("retry-after")).isEqualTo("30");
        }
        assertThat(count("audit_event")).as("counted by the minute").isEqualTo(refused);
        assertThat(browser.get("/set-password/void").status()).isEqualTo(410);
        assertThat(browser.enterPassword(ann).location()).isEqualTo("/");
    }

    private long count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    private static Page choose(TestBrowser browser, String token) {
        String next = "wooden-lantern-harbor-31";
        return browser.post("/set-password/" + token, "new_password", next, "new_password_confirmation", next);
    }

    private Page change(TestBrowser browser, String current, String next) {
        return browser.post(
                "/preferences/password",
                "current_password",
                current,
                "new_password",
                next,
                "new_password_confirmation",
                next);
    }

    private void guess(String login, int times) {
        for (int i = 0; i < times; i++) {
            wrong(browsers.open(), login);
        }
    }

    private static void wrong(TestBrowser browser, String login) {
        assertThat(browser.post("/login", "username", login, "password", "wrong")
                        .location())
                .isEqualTo("/login?error");
    }
}
