package dev.vestibule.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.apikey.Scope;
import dev.vestibule.policy.EnrolmentMethod;
import dev.vestibule.policy.MfaRequired;
import dev.vestibule.policy.Policies;
import dev.vestibule.policy.TestCompanies;
import dev.vestibule.recovery.RecoveryCodes;
import dev.vestibule.testing.ApiClient;
import dev.vestibule.testing.ApiClients;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.Target;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestLocks;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.TestWizard;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A deleted account: its sessions, keys and pending steps stop working with the next request. */
@Tag("attack")
@VestibuleTest
@Timeout(120)
record DeletionAttackTest(
        Browsers browsers,
        SecondNode second,
        ApiClients programs,
        TestAccounts testAccounts,
        AccountRepository accounts,
        AccountDeletion deletion,
        SetPasswordLinks links,
        RecoveryCodes codes,
        Policies policies,
        TestClock clock,
        TransactionTemplate transaction,
        JdbcClient jdbc) {
    @AfterEach
    void tidy() {
        TestCompanies.tidy(jdbc);
        jdbc.sql("delete from throttle").update();
    }

    private void delete(TestAccount account) {
        transaction.executeWithoutResult(status -> deletion.delete(accounts.locked(account.id())));
    }

    /** What a request is answered that comes to the account just while it is deleted, and has to wait for that. */
    private <T> T whileDeleted(TestAccount account, Supplier<T> request) {
        return Objects.requireNonNull(transaction.execute(status -> {
                    deletion.delete(accounts.locked(account.id()));
                    var answer = CompletableFuture.supplyAsync(request);
                    new TestLocks(jdbc).awaitSomebodyWhoWaits();
                    return answer;
                }))
                .join();
    }

    private void assertOut(TestBrowser browser) {
        Target.assertOutside(browser.at(second.port()));
        Target.assertOutside(browser);
        Page login = browser.get("/login");
        assertThat(login.status()).isEqualTo(200);
    }

    private void assertNothingLeft(TestAccount account) {
        for (String table : List.of("known_browser", "api_key", "trusted_device", "code_row", "recovery_code")) {
            assertThat(jdbc.sql("select count(*) from " + table + " where account_id = :id")
                            .param("id", account.id())
                            .query(Integer.class)
                            .single())
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void everybodyInsideWhenTheAccountIsDeletedThenIsAVisitorOnEveryNode(@WithMfa(Role.ADMIN) TestAccount ann) {
        testAccounts.withPassword("other", Role.ADMIN);
        TestBrowser signedIn = browsers.signedIn(ann);
        TestBrowser device = Target.trusted(browsers, ann);
        TestBrowser pending = Target.pending(browsers, ann);
        TestBrowser wizard = browsers.signedIn(ann);
        wizard.get(TestWizard.URL);
        TestBrowser proving = browsers.signedIn(ann);
        clock.pass(Duration.ofMinutes(16));
        assertThat(proving.get("/preferences/mfa/disable").location()).isEqualTo("/login?proof");
        String key = programs.key(ann, Scope.WRITE).text().text();
        String link = links.issue(ann.id()).path();
        delete(ann);

        assertThat(second.open().get(link).status()).isEqualTo(410);
        assertThat(programs.open().withKey(key).at(second.port()).get("/me")).hasToString("401 unauthenticated");
        assertThat(programs.open().withKey(key).get("/users")).hasToString("401 unauthenticated");
        for (TestBrowser browser : List.of(signedIn, device, pending, wizard, proving)) {
            assertOut(browser);
        }
        assertThat(browsers.open().enterPassword(ann).location()).isEqualTo("/login?error");
    }

    /** Each form that somebody inside may be about to send. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/preferences/profile",
                "/preferences/password",
                "/preferences/mfa/disable",
                "/preferences/authenticators/new",
                "/preferences/recovery-codes",
                "/preferences/api-keys/new",
                "/preferences/sessions/end-others",
                "/preferences/trusted-devices/revoke-all",
                "/login?proof",
                "/login/code",
                "/notices/read",
                "/logout"
            })
    void formWhenTheAccountIsDeletedBeforeItArrivesThenLeadsOut(String form, @WithMfa TestAccount ann) {
        TestBrowser browser = browsers.signedIn(ann);
        String token = browser.token();
        delete(ann);

        Page answer = browser.post(form, "_csrf", token, "name", "x", "time_zone", "UTC", "password", ann.password());

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.location()).startsWith("/login");
        assertOut(browser);
    }

    @Test
    void codeWhenTheAccountIsDeletedMeanwhileThenOpensNothing(@WithMfa TestAccount ann) {
        TestBrowser browser = Target.pending(browsers, ann);
        String token = browser.token();

        Page answer = whileDeleted(
                ann,
                () -> browser.post(
                        "/login/code", "_csrf", token, "confirmation_code", ann.code(), "remember_device", "on"));

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.location()).startsWith("/login");
        assertOut(browser);
        assertNothingLeft(ann);
    }

    @Test
    void recoveryCodeWhenTheAccountIsDeletedMeanwhileThenOpensNothing(@WithMfa TestAccount ann) {
        String code = codes.issue(ann.id(), accounts.get(ann.id()).credentialVersion())
                .orElseThrow()
                .get(0)
                .text();
        TestBrowser browser = Target.pending(browsers, ann);
        String token = browser.token();

        Page answer = whileDeleted(ann, () -> browser.post("/login/recovery", "_csrf", token, "recovery_code", code));

        assertThat(answer.location()).startsWith("/login");
        assertOut(browser);
    }

    @Test
    void signInWhenTheAccountIsDeletedMeanwhileThenOpensNothingAndLeavesNoSession(
            @WithPassword TestAccount bob, TestBrowser browser) {
        String token = browser.token();

        Page answer = whileDeleted(
                bob, () -> browser.post("/login", "_csrf", token, "username", bob.login(), "password", bob.password()));

        assertThat(answer.status()).isEqualTo(303);
        assertOut(browser);
        assertNothingLeft(bob);
        assertThat(jdbc.sql(
                                "select count(*) from audit_event where account_id = :id and kind in ('signed_in', 'new_browser')")
                        .param("id", bob.id())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void wizardWhenTheAccountIsDeletedMeanwhileThenLeadsOut(@WithPassword TestAccount bob) {
        TestBrowser opening = browsers.open().signIn(bob);

        Page opened = whileDeleted(bob, () -> opening.get(TestWizard.URL));

        assertThat(opened.location()).isEqualTo(TestWizard.URL);
        assertThat(opening.follow(opened).location()).startsWith("/login");

        TestAccount bea = testAccounts.withPassword("bea");
        TestBrowser finishing = browsers.open().signIn(bea);
        TestWizard wizard = new TestWizard(finishing, clock);
        String code = wizard.code(wizard.secret());
        String token = finishing.token();
        Page finished = whileDeleted(bea, () -> wizard.finish("Phone", code, "_csrf", token));
        assertThat(finished.status()).isEqualTo(303);
        assertOut(finishing);
    }

    @Test
    void enrolmentThatIsDueWhenTheAccountIsDeletedMeanwhileThenLeadsOut(@WithPassword TestAccount bea) {
        new TestCompanies(jdbc, policies, clock)
                .of(TestCompanies.required(MfaRequired.EVERYONE, 0, EnrolmentMethod.PASSWORD), bea);
        TestBrowser browser = browsers.open();
        assertThat(browser.enterPassword(bea).location()).isEqualTo(TestWizard.URL);
        TestWizard wizard = new TestWizard(browser, clock);
        Page page = browser.get(TestWizard.URL);
        String code = wizard.code(TestWizard.secret(page));

        Page finished = whileDeleted(
                bea, () -> wizard.finish("Phone", code, "_csrf", Html.of(page).value("_csrf")));

        assertThat(finished.status()).isEqualTo(303);
        assertOut(browser);
    }

    @Test
    void keyWhenMadeWhileTheAccountIsDeletedThenIsNone(@WithPassword TestAccount bob) {
        TestBrowser browser = browsers.open().signIn(bob);
        String token = browser.token();

        Page answer = whileDeleted(
                bob,
                () -> browser.post(
                        "/preferences/api-keys/new",
                        "_csrf",
                        token,
                        "name",
                        "nightly",
                        "scope",
                        "read",
                        "expires_in_days",
                        "90"));

        assertThat(answer.status()).isEqualTo(303);
        assertThat(browser.follow(answer).location()).startsWith("/login");
        assertNothingLeft(bob);
    }

    @Test
    void passwordLinkWhenUsedWhileTheAccountIsDeletedThenIsVoid() {
        TestAccount ivy = testAccounts.invited("ivy", Role.USER);
        String path = links.issue(ivy.id()).path();
        TestBrowser browser = browsers.open();
        String token = browser.token();

        Page answer = whileDeleted(
                ivy,
                () -> browser.post(
                        path,
                        "_csrf",
                        token,
                        "new_password",
                        "another-plum-tractor-95",
                        "new_password_confirmation",
                        "another-plum-tractor-95"));

        assertThat(answer.status()).isEqualTo(410);
    }

    @ParameterizedTest
    @ValueSource(strings = {"password-link", "end-sessions", "disable", "enable", "unlock", "mfa-disable"})
    void actOfAnAdministratorWhenTheAccountIsDeletedMeanwhileThenIsNotFound(String act, @WithMfa TestAccount ann) {
        TestBrowser root = browsers.open().signIn(testAccounts.withPassword("root", Role.ADMIN));
        String token = root.token();

        Page answer = whileDeleted(ann, () -> root.post("/settings/users/" + ann.id() + "/" + act, "_csrf", token));

        assertThat(answer.status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST password-link", "POST end-sessions", "DELETE "})
    void callWhenTheAccountIsDeletedMeanwhileThenIsNotFound(String call, @WithMfa TestAccount ann) {
        ApiClient program = programs.byKey(testAccounts.withPassword("root", Role.ADMIN), Scope.WRITE);
        String[] parts = call.split(" ", 2);
        String path = "/users/" + ann.id() + (parts[1].isEmpty() ? "" : "/" + parts[1]);

        assertThat(whileDeleted(ann, () -> program.send(parts[0], path, null))).hasToString("404 not-found");
    }

    /** Whoever holds a thing of the account's may ask for the account next; the deletion must not stand in between. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "api_key",
                "authenticator",
                "ended_device",
                "enrolment_pass",
                "known_browser",
                "notice",
                "pending_authenticator",
                "recovery_code",
                "set_password_link",
                "trusted_device"
            })
    void deletionWhenAThingOfTheAccountIsHeldThenWaitsForItBeforeItTakesTheAccount(
            String table, @WithMfa TestAccount ann) throws Exception {
        browsers.open().signInByDevice(ann);
        codes.issue(ann.id(), accounts.get(ann.id()).credentialVersion());
        TestBrowser browser = browsers.open().signInByDevice(ann);
        browser.post("/preferences/trusted-devices/revoke-all");
        browsers.signedIn(ann).get(TestWizard.URL);
        browsers.open().signInByDevice(ann);
        programs.key(ann, Scope.READ);
        links.issue(ann.id());
        jdbc.sql("insert into enrolment_pass (account_id, pass_hash, expires_at) values (:id, 'x', now())")
                .param("id", ann.id())
                .update();

        CompletableFuture<?> deleted = transaction.execute(status -> {
            assertThat(jdbc.sql("select 1 from " + table + " where account_id = :id for update")
                            .param("id", ann.id())
                            .query()
                            .listOfRows())
                    .isNotEmpty();
            var waits = CompletableFuture.runAsync(() -> delete(ann));
            new TestLocks(jdbc).awaitSomebodyWhoWaits();
            holdAccount(ann.id());
            return waits;
        });

        Objects.requireNonNull(deleted).get(1, TimeUnit.MINUTES);
        assertThat(accounts.findById(ann.id())).isEmpty();
    }

    /** Counts of wrong codes are held after their account, by everybody. */
    @ParameterizedTest
    @ValueSource(strings = {"code_row", "code_day"})
    void deletionWhenTheAccountIsHeldThenLeavesItsCountsUntilThen(String table, @WithMfa TestAccount ann)
            throws Exception {
        Target.pending(browsers, ann).enterCode(Target.WRONG_CODE);

        CompletableFuture<?> deleted = transaction.execute(status -> {
            holdAccount(ann.id());
            var waits = CompletableFuture.runAsync(() -> delete(ann));
            new TestLocks(jdbc).awaitSomebodyWhoWaits();
            assertThat(jdbc.sql("select 1 from " + table + " where account_id = :id for update nowait")
                            .param("id", ann.id())
                            .query()
                            .listOfRows())
                    .isNotEmpty();
            return waits;
        });

        Objects.requireNonNull(deleted).get(1, TimeUnit.MINUTES);
        assertThat(accounts.findById(ann.id())).isEmpty();
    }

    /** As a foreign key does. */
    private void holdAccount(UUID id) {
        jdbc.sql("select 1 from account where id = :id for key share nowait")
                .param("id", id)
                .query(Integer.class)
                .single();
    }

    /** Not staged but tried: whatever the order turns out to be, nobody meets a fault and nothing is left. */
    @Test
    void deletionWhenEverythingHappensAtOnceThenNobodyMeetsAFault() throws InterruptedException {
        for (int round = 0; round < 6; round++) {
            TestAccount ann = testAccounts.withMfa("ann");
            TestBrowser inside = browsers.signedIn(ann);
            String insideToken = inside.token();
            TestBrowser root = browsers.open().signIn(testAccounts.withPassword("root", Role.ADMIN));
            links.issue(ann.id());
            inside.get(TestWizard.URL);
            jdbc.sql("update pending_authenticator set expires_at = now() - interval '1 year' where account_id = :id")
                    .param("id", ann.id())
                    .update();
            String rootsToken = root.token();
            TestBrowser pending = Target.pending(browsers, ann);
            String pendingToken = pending.token();
            TestBrowser elsewhere = second.open();
            String elsewhereToken = elsewhere.token();
            ApiClient program = programs.byKey(ann, Scope.WRITE);
            String path = "/settings/users/" + ann.id();
            List<Callable<Integer>> all = new ArrayList<>();
            all.add(() -> root.post(path + "/delete", "_csrf", rootsToken, "version", "0")
                    .status());
            all.add(() -> pending.post(
                            "/login/code",
                            "_csrf",
                            pendingToken,
                            "confirmation_code",
                            ann.code(),
                            "remember_device",
                            "on")
                    .status());
            all.add(() -> elsewhere
                    .post("/login", "_csrf", elsewhereToken, "username", ann.login(), "password", ann.password())
                    .status());
            all.add(() -> inside.copy().get("/").status());
            all.add(() -> inside.copy().get("/preferences/data.json").status());
            all.add(() -> inside.copy().get(TestWizard.URL).status());
            all.add(() -> inside.copy()
                    .post("/preferences/trusted-devices/revoke-all", "_csrf", insideToken)
                    .status());
            all.add(() ->
                    root.copy().post(path + "/unlock", "_csrf", rootsToken).status());
            all.add(() -> root.copy()
                    .post(path + "/password-link", "_csrf", rootsToken)
                    .status());
            all.add(() -> program.get("/me").status());

            List<Integer> statuses = Race.between(all);

            assertThat(statuses).allSatisfy(status -> assertThat(status).isLessThan(500));
            assertThat(accounts.findById(ann.id())).isEmpty();
            assertNothingLeft(ann);
        }
    }
}
