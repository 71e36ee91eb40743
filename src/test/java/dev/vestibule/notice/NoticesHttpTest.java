package dev.vestibule.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.apikey.Scope;
import dev.vestibule.authenticator.AuthenticatorApps;
import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.testing.ApiClients;
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
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the home page tells an owner, until it is read. */
@VestibuleTest
record NoticesHttpTest(
        Browsers browsers,
        ApiClients programs,
        TestAccounts accounts,
        AuthenticatorApps authenticators,
        TestClock clock,
        ApplicationEventPublisher events,
        JdbcClient jdbc,
        Parameters parameters) {
    private static final String NEW_BROWSER = "Signed in from a new browser";
    private static final String NEW_PASSWORD = "river-lantern-copper-18";

    @Test
    void homeWhenItIsTheFirstSignInThenTellsNothing() {
        TestBrowser browser = browsers.signedIn(accounts.withPassword("ann"));

        assertThat(TestNotices.of(browser).titles()).isEmpty();
        assertThat(browser.get("/").says("since you last looked")).isFalse();
    }

    @Test
    void homeWhenSignedInFromAnotherBrowserThenTellsOnceFromWhere(@WithPassword TestAccount ann) {
        TestBrowser known = browsers.signedIn(ann);
        browsers.open().signIn(ann);

        var notices = TestNotices.of(known);

        assertThat(notices.titles()).containsExactly(NEW_BROWSER);
        assertThat(notices.texts()).singleElement().asString().contains("Firefox on Linux", "127.0.0.1", "just now");
    }

    @Test
    void homeWhenTheAuditRetentionIsShortenedThenAllAdministratorsAreToldAndUsersAreNot(
            @WithPassword(Role.ADMIN) TestAccount root) {
        TestBrowser first = browsers.signedIn(root);
        TestBrowser second = browsers.signedIn(accounts.withPassword("root", Role.ADMIN));
        TestBrowser user = browsers.signedIn(accounts.withPassword("ann"));
        var program = programs.byKey(root, Scope.WRITE);
        try {
            for (int change = 0; change < 130; change++) {
                program.put("/parameters/session.idle_minutes", "{\"value\": %d}".formatted(change % 2 == 0 ? 20 : 30));
            }
            program.put("/parameters/audit.retention_days", "{\"value\": 500}");
            assertThat(TestNotices.of(second).titles()).isEmpty();

            program.put("/parameters/audit.retention_days", "{\"value\": 31}");

            for (TestBrowser browser : List.of(first, second)) {
                assertThat(TestNotices.of(browser).titles()).contains("Parameter changed");
                assertThat(String.join("", TestNotices.of(browser).texts()))
                        .contains("audit.retention_days: from 500 to 31.");
            }
            assertThat(TestNotices.of(user).titles()).isEmpty();
        } finally {
            parameters.reset(Parameter.AUDIT_RETENTION_DAYS);
            parameters.reset(Parameter.IDLE_MINUTES);
        }
    }

    @Test
    void homeWhenSignedInFromAKnownBrowserThenTellsNothing(@WithPassword TestAccount ann) {
        TestBrowser known = browsers.signedIn(ann);
        known.post("/logout");
        known.signIn(ann);

        assertThat(TestNotices.of(known).titles()).isEmpty();
    }

    /** A changed password unties the browsers; that its owner had been there before is still true. */
    @Test
    void homeWhenSignedInFromAKnownBrowserAfterANewPasswordThenTellsOfThePasswordAlone(@WithPassword TestAccount ann) {
        TestBrowser known = browsers.signedIn(ann);
        known.post(
                "/preferences/password",
                "current_password",
                ann.password(),
                "new_password",
                NEW_PASSWORD,
                "new_password_confirmation",
                NEW_PASSWORD);
        known.post("/logout");
        known.signIn(new TestAccount(ann.id(), ann.login(), NEW_PASSWORD, null, clock));

        assertThat(TestNotices.of(known).titles()).containsExactly("Password changed");
    }

    @Test
    void homeWhenFactorsChangedThenTellsOfEach(@WithPassword TestAccount ann) {
        TestBrowser known = browsers.signedIn(ann);
        TestAccount enrolled = accounts.withApp(ann, "Ann’s phone");
        // MFA ended that session.
        known.signIn(enrolled);
        clock.passWindow();

        var notices = TestNotices.of(known);

        assertThat(notices.titles())
                .containsExactly(
                        "Two-step sign-in switched on",
                        "Authenticator app added",
                        "Setup of an authenticator app opened");
        assertThat(notices.texts().get(1)).contains("“Ann’s phone”");
    }

    @Test
    void homeWhenANewAppReplacedAnOldOneThenTellsWhichAndThatItWasOneself(@WithMfa TestAccount ann) {
        TestBrowser known = browsers.signedIn(ann);
        UUID old = authenticators.of(ann.id()).get(0).id();
        TestAccount phone = accounts.withApp(ann, "New phone", old);
        assertThat(TestNotices.of(known).texts())
                .hasSize(2)
                .first()
                .asString()
                .contains("“New phone”, to replace “Phone” at the first sign-in with it.");
        known.post("/notices/read");
        known.post("/logout");
        known.signIn(phone);
        clock.passWindow();
        assertThat(TestNotices.of(known).titles())
                .as("done by this very sign-in")
                .isEmpty();
        known.post("/logout");
        known.signIn(phone);

        var notices = TestNotices.of(known);

        assertThat(notices.titles()).containsExactly("Authenticator app removed");
        assertThat(notices.texts())
                .singleElement()
                .asString()
                .contains("“Phone” was replaced by “New phone”, which was used to sign in.", "You");
    }

    @Test
    void homeWhenThreeCodesWereWrongThenTellsAndNotBefore(@WithMfa TestAccount ann) {
        TestBrowser known = browsers.signedIn(ann);
        TestBrowser stranger = browsers.open();
        stranger.enterPassword(ann);
        stranger.enterCode("000000");
        stranger.enterCode("000000");
        assertThat(TestNotices.of(known).titles()).isEmpty();

        stranger.enterCode("000000");
        stranger.enterCode("000000");

        var notices = TestNotices.of(known);
        assertThat(notices.titles()).containsExactly("Three wrong codes in a row");
        assertThat(notices.texts()).singleElement().asString().contains("The password was right");
    }

    /** Recovery codes count with those of the apps. */
    @Test
    void homeWhenCodesOfTwoKindsWereWrongThenTells(@WithMfa TestAccount ann) {
        TestBrowser known = browsers.signedIn(ann);
        TestBrowser stranger = browsers.open();
        stranger.enterPassword(ann);
        stranger.enterCode("000000");
        stranger.post("/login/clock", "first_code", "000000", "second_code", "000001");
        stranger.post("/login/recovery", "recovery_code", "0000-0000-0000-0000");

        assertThat(TestNotices.of(known).titles()).containsExactly("Three wrong codes in a row");
    }

    @Test
    void homeWhenCodesKeepBeingWrongThenTellsAtTwentyFive(@WithMfa TestAccount ann) {
        TestBrowser known = browsers.signedIn(ann);
        jdbc.sql("insert into code_day (account_id, day, failures) values (:ann, :today, 24)")
                .param("ann", ann.id())
                .param("today", LocalDate.ofInstant(ann.clock().instant(), ZoneOffset.UTC))
                .update();
        TestBrowser stranger = browsers.open();
        stranger.enterPassword(ann);
        stranger.enterCode("000000");
        stranger.enterCode("000000");

        var notices = TestNotices.of(known);

        assertThat(notices.titles()).containsExactly("Many wrong codes");
        assertThat(notices.texts()).singleElement().asString().contains("25 wrong codes within 30 days");
    }

    /** A hundred strangers, or one with as many addresses: the owner's own browser and keys are let in, and tell. */
    @Test
    void homeWhenStrangersGuessThePasswordUntilTheAccountWaitsThenTellsOnceAnHour(@WithPassword TestAccount ann) {
        TestBrowser known = browsers.signedIn(ann);
        var program = programs.byKey(ann, Scope.READ);
        jdbc.sql("delete from throttle").update();
        wrongPassword(ann);
        jdbc.sql("update throttle set failures = 99 where stage = 'ACCOUNT'").update();

        for (int i = 0; i < 3; i++) {
            wrongPassword(ann);
            ann.clock().pass(Duration.ofMinutes(2));
        }

        var notices = TestNotices.of(known);
        assertThat(notices.titles()).containsOnlyOnce("Many wrong passwords");
        assertThat(notices.texts())
                .anySatisfy(text -> assertThat(text.toString()).contains("100 wrong passwords within an hour"));
        wrongPassword(ann);
        assertThat(browsers.open().enterPassword(ann).location()).isEqualTo("/login?error");
        assertThat(program.get("/me").status()).isEqualTo(200);
        known.post("/logout");
        assertThat(known.enterPassword(ann).location()).isEqualTo("/");
        jdbc.sql("delete from throttle").update();
    }

    private void wrongPassword(TestAccount account) {
        browsers.open().post("/login", "username", account.login(), "password", "wrong");
    }

    @Test
    void homeWhenAnAdministratorActedThenTellsSoAndNotWhich(
            @WithPassword(Role.ADMIN) TestAccount root, @WithPassword TestAccount ann) {
        TestBrowser known = browsers.signedIn(ann);
        TestBrowser admin = browsers.open().signIn(root);
        admin.post("/settings/users/" + ann.id() + "/unlock");
        admin.post("/settings/users/" + ann.id() + "/password-link");

        var notices = TestNotices.of(known);

        assertThat(notices.titles()).containsExactly("Password link created", "Account unlocked");
        assertThat(notices.texts())
                .allSatisfy(
                        text -> assertThat(text).contains("An administrator").doesNotContain("127.0.0.1"));
        assertThat(known.get("/").says(root.login())).isFalse();
    }

    @Test
    void readWhenPressedThenPutsAwayWhatWasShownAndNothingElse(@WithPassword TestAccount ann) {
        TestBrowser known = browsers.signedIn(ann);
        tell(ann, "one");
        String shown = shown(known.get("/"));
        tell(ann, "two");

        Page read = known.post("/notices/read", "shown", shown);

        assertThat(read.location()).isEqualTo("/?done=notices-read");
        assertThat(TestNotices.of(known).texts()).singleElement().asString().contains("“two”");
        assertThat(known.get("/preferences").body()).contains("“one”");
    }

    @Test
    void readWhenNothingIsNamedThenPutsAwayEverything(@WithPassword TestAccount ann) {
        TestBrowser known = browsers.signedIn(ann);
        tell(ann, "one");

        known.post("/notices/read");

        assertThat(TestNotices.of(known).titles()).isEmpty();
    }

    @Test
    void readWhenItNamesAnothersThenLeavesThemAlone(@WithPassword TestAccount ann, @WithPassword TestAccount bob) {
        TestBrowser known = browsers.signedIn(ann);
        tell(ann, "one");

        browsers.signedIn(bob).post("/notices/read", "shown", shown(known.get("/")));

        assertThat(TestNotices.of(known).titles()).hasSize(1);
    }

    @Test
    void readWhenItNamesNoNumbersThenIsRefused() {
        TestBrowser known = browsers.signedIn(accounts.withPassword("ann"));

        assertThat(List.of("", "x", "1,,2", "1" + ",1".repeat(26), "99999999999999999999"))
                .allSatisfy(shown -> assertThat(
                                known.post("/notices/read", "shown", shown).status())
                        .isEqualTo(400));
        assertThat(known.get("/notices/read").status()).isEqualTo(405);
    }

    @Test
    void noticeWhenAThiefCausedItThenTheThiefNeitherSeesItNorPutsItAway(@WithPassword TestAccount ann) {
        TestBrowser owner = browsers.signedIn(ann);
        TestBrowser thief = browsers.signedIn(ann);
        String notMe = TestNotices.of(owner).notMe().get(0);
        String id = notMe.split("/")[2];

        assertThat(TestNotices.of(thief).titles()).isEmpty();
        clock.pass(Duration.ofMinutes(16));
        thief.prove(ann, thief.get("/preferences/api-keys/new"));
        assertThat(TestNotices.of(thief).titles())
                .as("under another session id")
                .isEmpty();
        assertThat(thief.post("/notices/read").location()).isEqualTo("/?done=notices-read");
        assertThat(thief.post("/notices/read", "shown", id).status()).isEqualTo(303);
        assertThat(thief.get(notMe).status()).isEqualTo(404);
        assertThat(thief.post(notMe).status()).isEqualTo(404);

        assertThat(owner.isSignedIn()).isTrue();
        assertThat(TestNotices.of(owner).notMe()).containsExactly(notMe);
        assertThat(count("notices_read", ann)).isZero();
        owner.post("/notices/read", "shown", id);
        assertThat(TestNotices.of(owner).titles()).isEmpty();
        owner.post("/notices/read", "shown", id);
        assertThat(count("notices_read", ann)).as("once").isOne();
        assertThat(owner.get("/preferences").body()).contains("Notices marked as read", "Notices: 1.");
    }

    private int count(String kind, TestAccount account) {
        return jdbc.sql("select count(*) from audit_event where kind = :kind and account_id = :id")
                .param("kind", kind)
                .param("id", account.id())
                .query(Integer.class)
                .single();
    }

    @Test
    void noticesWhenOneSignInCausesManyThenThoseOfTheOthersAreShownAllTheSame(@WithPassword TestAccount ann) {
        TestBrowser owner = browsers.signedIn(ann);
        browsers.open().with("User-Agent", "curl/8.5").signIn(ann);
        TestBrowser thief = browsers.open().signIn(ann);
        for (int i = 0; i < 2 * Notices.SHOWN; i++) {
            thief.post("/preferences/trusted-devices/revoke-all");
        }
        jdbc.sql("""
                insert into notice (event_id, account_id)
                select id, account_id from audit_event where kind = 'devices_revoked' and account_id = :id
                on conflict do nothing""").param("id", ann.id()).update();

        var notices = TestNotices.of(owner);

        assertThat(notices.titles()).contains(NEW_BROWSER);
        assertThat(notices.texts()).anySatisfy(text -> assertThat(text).contains("curl"));
        assertThat(owner.get("/").body()).contains("Signed in with Firefox on Linux, 127.0.0.1");
    }

    @Test
    void homeWhenAnotherSessionOpenedTheWizardThenTellsOnceAndTheOtherSessionIsNotTold(@WithMfa TestAccount ann) {
        TestBrowser owner = browsers.signedIn(ann);
        TestBrowser thief = browsers.signedIn(ann);
        owner.post("/notices/read");
        int before = count("wizard_opened", ann);
        for (int i = 0; i < 3; i++) {
            thief.get("/preferences/authenticators/new");
            thief.post("/preferences/authenticators/new/cancel");
        }

        assertThat(TestNotices.of(owner).titles()).containsExactly("Setup of an authenticator app opened");
        assertThat(TestNotices.of(thief).titles()).isEmpty();
        assertThat(count("wizard_opened", ann)).isEqualTo(before + 1);
    }

    @Test
    void homeWhenThereAreManyThenShowsTheLatestAndTheOthersAfterwards(@WithPassword TestAccount ann) {
        TestBrowser known = browsers.signedIn(ann);
        for (int i = 0; i < Notices.SHOWN + 2; i++) {
            tell(ann, "app-" + i + ".");
        }

        assertThat(TestNotices.of(known).titles()).hasSize(Notices.SHOWN);
        known.post("/notices/read", "shown", shown(known.get("/")));

        assertThat(TestNotices.of(known).texts()).hasSize(2).first().asString().contains("app-1.");
    }

    private void tell(TestAccount account, String app) {
        events.publishEvent(
                AuditEvent.of(AuditEventType.AUTHENTICATOR_ADDED, account.id()).with(AuditDetail.NAME, app));
    }

    private static String shown(Page home) {
        return Html.of(home).value("shown");
    }
}
