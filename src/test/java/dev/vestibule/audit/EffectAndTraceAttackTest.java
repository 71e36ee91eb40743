package dev.vestibule.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.Role;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.authenticator.MfaReset;
import dev.vestibule.recovery.RecoveryCode;
import dev.vestibule.recovery.RecoveryCodes;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.TestStatements.Faults;
import dev.vestibule.testing.TestWizard;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.throttle.AccountLock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A fault at any statement of any step leaves its effect and its event, or neither. */
@Tag("attack")
@VestibuleTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EffectAndTraceAttackTest {
    private static final int MOST_STATEMENTS = 60;

    private static final String SESSIONS = "select count(*) from session where account_id = :id";

    private static final String SIGNED_IN = SESSIONS + " and totp_at is not null";

    private static final String ENROLLING = SESSIONS + " and enrolment_pass_at is not null";

    private static final String PROOFS = """
            select string_agg(password_at::text, ' ' order by password_at) from session where account_id = :id""";

    private static final String PASSWORD = "select password from account where id = :id";

    private static final String MFA = "select mfa_enabled from account where id = :id";

    private static final String APPS = "select count(*) from authenticator where account_id = :id";

    private static final String RECOVERY =
            "select string_agg(secret_hash, '') from recovery_code where account_id = :id";

    private static final String VERSION = "select credential_version from account where id = :id";

    private static final String DISABLED = "select disabled from account where id = :id";

    private static final String DEVICES = "select count(*) from trusted_device where account_id = :id";

    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts testAccounts;

    @Autowired
    TestClock clock;

    @Autowired
    Faults faults;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    AccountLock lock;

    @Autowired
    AccountRepository accounts;

    @Autowired
    RecoveryCodes recoveryCodes;

    @Autowired
    MfaReset factors;

    @Autowired
    SetPasswordLinks links;

    /** The users and browsers of a step, until it has come about for them. */
    private final Map<String, Object> made = new HashMap<>();

    /** A request that is about to be sent. @param effects what it changes of the account, by the event that tells of it */
    record Act(TestAccount account, TestBrowser browser, Supplier<Page> send, Map<String, String> effects) {}

    private interface Step {
        Act prepare();
    }

    private static Named<Step> step(String name, Step step) {
        return named(name, step);
    }

    Stream<Named<Step>> steps() {
        return Stream.of(
                step("password, no code needed", this::password),
                step("password, code to come", this::passwordBeforeCode),
                step("code", this::code),
                step("code, device remembered", this::codeRemembered),
                step("trusted device", this::trustedDevice),
                step("recovery code", this::recoveryCode),
                step("enrolment pass", this::enrolmentPass),
                step("wizard, after a reset", this::wizardAfterReset),
                step("wizard, first app", this::wizard),
                step("set-password link", this::setPassword),
                step("password as a proof", this::proof),
                step("code as a proof", this::codeProof),
                step("logout", this::logout),
                step("one session ended", this::sessionEnded),
                step("other sessions ended", this::otherSessionsEnded),
                step("account disabled", this::disabled),
                step("devices revoked", this::devicesRevoked),
                step("password changed", this::passwordChanged),
                step("MFA off", this::mfaOff),
                step("new recovery codes", this::newRecoveryCodes));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void faultAtEachStatementThenBothOrNeither(Step step) {
        List<String> halves = new ArrayList<>();
        made.clear();
        boolean failed = true;
        int statement = 0;
        while (failed) {
            statement++;
            assertThat(statement).isLessThan(MOST_STATEMENTS);
            Act act = step.prepare();
            Map<String, Object> effects = effects(act);
            Map<String, Integer> events = events(act);
            Map<String, String> cookies = Map.copyOf(act.browser().cookies());
            faults.failAt(statement);
            Page answer;
            try {
                answer = act.send().get();
            } finally {
                failed = faults.end();
            }
            Map<String, Object> effectsAfter = effects(act);
            Map<String, Integer> eventsAfter = events(act);
            boolean nothing = effects.equals(effectsAfter);
            if (!nothing) {
                made.clear();
            }
            for (String kind : act.effects().keySet()) {
                boolean effect = !Objects.equals(effects.get(kind), effectsAfter.get(kind));
                boolean event = !Objects.equals(events.get(kind), eventsAfter.get(kind));
                if (effect != event) {
                    halves.add("statement " + statement + ": " + kind
                            + (effect ? " is not told" : " is told and not so") + ", answer " + answer.status());
                }
                if (!failed && !event) {
                    halves.add("without a fault: no " + kind + ", answer " + answer.status());
                }
            }
            if (failed
                    && nothing
                    && answer.status() >= 500
                    && !held(cookies).equals(held(act.browser().cookies()))) {
                halves.add("statement " + statement + ": cookies of what did not come to be");
            }
        }
        assertThat(halves).isEmpty();
        assertThat(statement).isGreaterThan(2);
    }

    Stream<Arguments> decorations() {
        return Stream.of(
                arguments("known_browser", step("password, no code needed", this::password)),
                arguments("known_browser", step("code", this::code)),
                arguments("insert into notice", step("MFA off", this::mfaOff)),
                arguments("insert into notice", step("password changed", this::passwordChanged)),
                arguments("insert into notice", step("devices revoked", this::devicesRevoked)));
    }

    @ParameterizedTest
    @MethodSource("decorations")
    void decorationWhenItFailsThenTheStepIsTakenAndTold(String statement, Step step) {
        made.clear();
        Act act = step.prepare();
        Map<String, Object> effects = effects(act);
        Map<String, Integer> events = events(act);

        faults.failAt(statement);
        Page answer;
        try {
            answer = act.send().get();
        } finally {
            faults.end();
        }

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.location()).doesNotContain("error");
        assertThat(effects(act)).isNotEqualTo(effects);
        assertThat(events(act)).isNotEqualTo(events);
    }

    private static Map<String, String> held(Map<String, String> cookies) {
        Map<String, String> held = new LinkedHashMap<>(cookies);
        held.remove("csrf");
        held.remove("REDIRECT_URI");
        // The token of a trusted device is used up by a password that it accompanies, whatever comes of the sign-in.
        held.keySet().removeIf(name -> name.contains("trusted_device_"));
        return held;
    }

    private Map<String, Object> effects(Act act) {
        Map<String, Object> found = new LinkedHashMap<>();
        act.effects()
                .forEach((kind, sql) -> found.put(
                        kind,
                        jdbc.sql(sql)
                                .param("id", act.account().id())
                                .query()
                                .singleRow()
                                .toString()));
        return found;
    }

    private Map<String, Integer> events(Act act) {
        Map<String, Integer> found = new LinkedHashMap<>();
        act.effects()
                .keySet()
                .forEach(kind -> found.put(
                        kind,
                        jdbc.sql("select count(*) from audit_event where kind = :kind and account_id = :id")
                                .param("kind", kind)
                                .param("id", act.account().id())
                                .query(Integer.class)
                                .single()));
        return found;
    }

    private Act act(
            TestAccount account, TestBrowser browser, Map<String, String> effects, String path, String... fields) {
        List<String> all = new ArrayList<>(List.of(fields));
        all.addAll(List.of("_csrf", browser.token()));
        return new Act(account, browser, () -> browser.post(path, all.toArray(String[]::new)), effects);
    }

    private TestAccount unlocked(TestAccount account) {
        clock.passWindow();
        lock.unlock(account.id(), account.login());
        return account;
    }

    private TestAccount bea() {
        return unlocked((TestAccount) made.computeIfAbsent("bea", name -> testAccounts.withPassword(name)));
    }

    private TestAccount ann() {
        return unlocked((TestAccount) made.computeIfAbsent("ann", name -> testAccounts.withMfa(name)));
    }

    private TestBrowser signedIn(TestAccount account) {
        return (TestBrowser)
                made.computeIfAbsent("browser", name -> browsers.open().signIn(account));
    }

    private Act password() {
        TestAccount bea = bea();
        return act(
                bea,
                browsers.open(),
                Map.of("signed_in", SESSIONS),
                "/login",
                "username",
                bea.login(),
                "password",
                bea.password());
    }

    private Act passwordBeforeCode() {
        TestAccount ann = ann();
        return act(
                ann,
                browsers.open(),
                Map.of("code_asked", SESSIONS),
                "/login",
                "username",
                ann.login(),
                "password",
                ann.password());
    }

    private TestBrowser pending(TestAccount account) {
        TestBrowser browser = browsers.open();
        browser.enterPassword(account);
        return browser;
    }

    private Act code() {
        TestAccount ann = ann();
        return act(ann, pending(ann), Map.of("signed_in", SIGNED_IN), "/login/code", "confirmation_code", ann.code());
    }

    private Act codeRemembered() {
        TestAccount ann = ann();
        return act(
                ann,
                pending(ann),
                Map.of("signed_in", SIGNED_IN, "device_trusted", DEVICES),
                "/login/code",
                "confirmation_code",
                ann.code(),
                "remember_device",
                "on");
    }

    private TestBrowser remembered(TestAccount ann) {
        return (TestBrowser) made.computeIfAbsent("browser", name -> {
            TestBrowser browser = pending(ann);
            browser.post("/login/code", "confirmation_code", ann.code(), "remember_device", "on");
            return browser;
        });
    }

    private Act trustedDevice() {
        TestAccount ann = ann();
        TestBrowser browser = remembered(ann);
        browser.post("/logout");
        return act(
                ann,
                browser,
                Map.of("signed_in", SESSIONS),
                "/login",
                "username",
                ann.login(),
                "password",
                ann.password());
    }

    private Deque<String> recoveryCodes(TestAccount account) {
        int version = accounts.findById(account.id()).orElseThrow().credentialVersion();
        return recoveryCodes.issue(account.id(), version).orElseThrow().stream()
                .map(RecoveryCode::text)
                .collect(Collectors.toCollection(ArrayDeque::new));
    }

    private Act recoveryCode() {
        TestAccount ann = ann();
        @SuppressWarnings("unchecked")
        var codes = (Deque<String>) made.computeIfAbsent("codes", name -> recoveryCodes(ann));
        String code = codes.remove();
        if (codes.isEmpty()) {
            made.remove("codes");
        }
        return act(
                ann,
                pending(ann),
                Map.of(
                        "signed_in",
                        SIGNED_IN,
                        "recovery_code_used",
                        "select count(*) from recovery_code where account_id = :id and used_at is null"),
                "/login/recovery",
                "recovery_code",
                code);
    }

    private Act enrolmentPass() {
        TestAccount ann = withReset();
        return act(
                ann,
                pending(ann),
                Map.of("enrolment_pass_used", ENROLLING),
                "/login/enrolment-pass",
                "enrolment_pass",
                pass());
    }

    private TestAccount withReset() {
        TestAccount ann = ann();
        made.computeIfAbsent(
                "pass",
                name -> Objects.requireNonNull(factors.resetAnybody(ann.id()).pass())
                        .text()
                        .grouped());
        return ann;
    }

    private String pass() {
        return (String) Objects.requireNonNull(made.get("pass"));
    }

    private Act wizardAfterReset() {
        TestAccount ann = withReset();
        TestBrowser browser = (TestBrowser) made.computeIfAbsent("browser", name -> {
            TestBrowser pending = pending(ann);
            pending.post("/login/enrolment-pass", "enrolment_pass", pass());
            return pending;
        });
        return finish(ann, browser, Map.of("signed_in", SIGNED_IN, "authenticator_added", APPS, "mfa_enabled", MFA));
    }

    private Act wizard() {
        TestAccount bea = bea();
        TestBrowser browser = browsers.open().signIn(bea);
        return finish(
                bea, browser, Map.of("authenticator_added", APPS, "mfa_enabled", MFA, "recovery_codes_made", RECOVERY));
    }

    private Act finish(TestAccount account, TestBrowser browser, Map<String, String> effects) {
        var wizard = new TestWizard(browser, clock);
        String code = wizard.code(wizard.secret());
        return act(account, browser, effects, TestWizard.URL, "name", "Phone", "confirmation_code", code);
    }

    private Act setPassword() {
        TestAccount bea = bea();
        String path = links.issue(bea.id()).path();
        return act(
                bea,
                browsers.open(),
                Map.of("password_link_used", PASSWORD),
                path,
                "new_password",
                "orchard-lantern-copper-71",
                "new_password_confirmation",
                "orchard-lantern-copper-71");
    }

    private Act proof() {
        TestAccount bea = bea();
        TestBrowser browser = signedIn(bea);
        clock.pass(Duration.ofMinutes(20));
        browser.get("/preferences/password");
        return act(
                bea,
                browser,
                Map.of("reauthenticated", PROOFS),
                "/login",
                "username",
                bea.login(),
                "password",
                bea.password());
    }

    private Act codeProof() {
        TestAccount ann = ann();
        TestBrowser browser = signedIn(ann);
        clock.pass(Duration.ofMinutes(20));
        browser.get("/preferences/password");
        browser.post("/login", "username", ann.login(), "password", ann.password());
        return act(
                ann,
                browser,
                Map.of("reauthenticated", PROOFS.replace("password_at", "totp_at")),
                "/login/code",
                "confirmation_code",
                ann.code());
    }

    private Act logout() {
        TestAccount bea = bea();
        return act(bea, signedIn(bea), Map.of("signed_out", SESSIONS), "/logout");
    }

    private Act sessionEnded() {
        TestAccount bea = bea();
        signedIn(bea);
        String other = jdbc.sql("select encode(id_hash, 'hex') from session where account_id = :id")
                .param("id", bea.id())
                .query(String.class)
                .single();
        return act(bea, signedIn(bea), Map.of("session_ended", SESSIONS), "/preferences/sessions/" + other + "/end");
    }

    private Act otherSessionsEnded() {
        TestAccount bea = bea();
        return act(bea, signedIn(bea), Map.of("sessions_ended", VERSION), "/preferences/sessions/end-others");
    }

    private Act disabled() {
        TestAccount bea = bea();
        return act(
                bea, administrator(), Map.of("account_disabled", DISABLED), "/settings/users/" + bea.id() + "/disable");
    }

    private TestBrowser administrator() {
        return (TestBrowser) made.computeIfAbsent(
                "admin", name -> browsers.open().signIn(testAccounts.withPassword(name, Role.ADMIN)));
    }

    private Act devicesRevoked() {
        TestAccount ann = ann();
        TestBrowser browser = remembered(ann);
        return act(ann, browser, Map.of("devices_revoked", DEVICES), "/preferences/trusted-devices/revoke-all");
    }

    private Act passwordChanged() {
        TestAccount bea = bea();
        return act(
                bea,
                browsers.open().signIn(bea),
                Map.of("password_changed", PASSWORD),
                "/preferences/password",
                "current_password",
                bea.password(),
                "new_password",
                "orchard-lantern-copper-71",
                "new_password_confirmation",
                "orchard-lantern-copper-71");
    }

    private Act mfaOff() {
        TestAccount ann = ann();
        return act(ann, browsers.open().signIn(ann), Map.of("mfa_disabled", MFA), "/preferences/mfa/disable");
    }

    private Act newRecoveryCodes() {
        TestAccount ann = ann();
        return act(
                ann,
                browsers.open().signIn(ann),
                Map.of("recovery_codes_made", RECOVERY),
                "/preferences/recovery-codes");
    }
}
