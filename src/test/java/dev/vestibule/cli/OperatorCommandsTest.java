package dev.vestibule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.VestibuleApplication;
import dev.vestibule.account.Role;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestDatabase;
import dev.vestibule.testing.TestSetup;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import dev.vestibule.totp.Totp;
import dev.vestibule.totp.TotpSecret;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.binary.Base32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine;

/** What the commands do to the accounts of a running node, what the trail says of it, and what {@code check} finds wrong. */
@VestibuleTest
@ExtendWith(OutputCaptureExtension.class)
class OperatorCommandsTest {
    private static final String PASS = "/login/enrolment-pass";
    private static final String WIZARD = "/preferences/authenticators/new";
    private static final Pattern PASS_TEXT = Pattern.compile("(?m)^[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}$");
    private static final Pattern LINK = Pattern.compile("/set-password/[\\w-]{43}");

    @Autowired
    Environment environment;

    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts accounts;

    @Autowired
    TestClock clock;

    @Autowired
    JdbcClient jdbc;

    private static final NodeClock SHELL_CLOCK = new NodeClock();

    private static ConfigurableApplicationContext shell;

    private List<UUID> away = List.of();
    private TestAccount root;

    /** The clock of the offline application. */
    private static final class NodeClock extends Clock {
        private volatile Clock time = Clock.systemUTC();

        @Override
        public Instant instant() {
            return time.instant();
        }

        @Override
        public ZoneId getZone() {
            return time.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return time.withZone(zone);
        }
    }

    @BeforeAll
    static void open(@Autowired Environment environment) {
        shell = SecondNode.shell(environment, SHELL_CLOCK);
    }

    @AfterAll
    static void close() {
        shell.close();
    }

    /** A command closes its application: here a child of one that stays open, as a start takes seconds. */
    private static OfflineApplication child() {
        GenericApplicationContext context = new GenericApplicationContext(shell);
        context.refresh();
        return new OfflineApplication(context);
    }

    /** She is the only administrator who can sign in. */
    @BeforeEach
    void leaveOneAdministrator() {
        away = jdbc.sql("update account set disabled = true where role = 'ADMIN' and not disabled returning id")
                .query(UUID.class)
                .list();
        root = accounts.withMfa("root", Role.ADMIN);
    }

    @AfterEach
    void bringBackTheOthers() {
        jdbc.sql("update account set disabled = (id = :root) where id = :root or id in (:away)")
                .param("root", root.id())
                .param("away", away.isEmpty() ? List.of(root.id()) : away)
                .update();
    }

    private record Answer(int code, String output) {
        String find(Pattern pattern) {
            Matcher found = pattern.matcher(output);
            assertThat(found.find()).as(output).isTrue();
            return found.group();
        }
    }

    private interface Commands {
        Object in(OfflineApplication.Opener opener, PrintWriter out, PrintWriter err);
    }

    private Answer run(Commands commands, Clock time, String... words) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text, true);
        SHELL_CLOCK.time = time;
        int code = new CommandLine(commands.in(OperatorCommandsTest::child, out, out))
                .setOut(out)
                .setErr(out)
                .execute(words);
        return new Answer(code, text.toString());
    }

    private Answer user(String... words) {
        return run(UserCommand::new, clock, words);
    }

    private Answer check(Clock time) {
        return run(CheckCommand::new, time);
    }

    /** Opens the installation itself, as it does from the command line. */
    private Answer check(String database, String... settings) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text, true);
        String[] arguments = new String[settings.length + 2];
        arguments[0] = "check";
        arguments[1] = "--spring.datasource.url=" + database;
        System.arraycopy(settings, 0, arguments, 2, settings.length);
        return new Answer(CommandLineRunner.run(VestibuleApplication.class, out, out, arguments), text.toString());
    }

    private String database() {
        return environment.getRequiredProperty("spring.datasource.url");
    }

    /** What the trail says of the root, without what made her. */
    private List<String> trail(Function<TestAccount, Answer> command) {
        long before = jdbc.sql("select coalesce(max(id), 0) from audit_event")
                .query(Long.class)
                .single();
        assertThat(command.apply(root).code()).isZero();
        return jdbc.sql("""
                select kind || ' ' || actor_kind || ' ' || coalesce(actor_id::text, '-') || ' '
                    || coalesce(host(address), '-') || ' ' || coalesce(browser, '-')
                from audit_event where account_id = :id and id > :before order by id""")
                .param("id", root.id())
                .param("before", before)
                .query(String.class)
                .list();
    }

    @Test
    void commandsWhenDoneThenTheTrailSaysThatTheOperatorDidThem() {
        assertThat(trail(who -> user("unlock", who.login()))).containsExactly("account_unlocked operator - - -");
        assertThat(trail(who -> user("password-link", who.login())))
                .containsExactly("password_link_issued operator - - -");
        assertThat(trail(who -> user("reset", who.login())))
                .containsExactly("account_reset operator - - -", "enrolment_pass_issued operator - - -");
        assertThat(trail(who -> user("reset", who.login())))
                .as("another pass")
                .containsExactly("enrolment_pass_issued operator - - -");
    }

    @Test
    void resetWhenItIsTheLastAdministratorThenThePassLetsHerBackIn() {
        TestBrowser signedIn = browsers.open().signIn(root);
        assertThat(signedIn.post("/settings/users/" + root.id() + "/reset").status())
                .as("the pages refuse")
                .isEqualTo(422);

        Answer first = user("reset", root.login());
        Answer second = user("reset", root.login().toUpperCase(java.util.Locale.ROOT));

        assertThat(first.output()).contains("The account " + root.login() + " is reset.");
        assertThat(signedIn.get("/").location()).isEqualTo("/login?ended=reset");
        TestBrowser browser = browsers.open();
        assertThat(browser.enterPassword(root).location()).isEqualTo(PASS);
        assertThat(browser.get("/settings").location()).isEqualTo(PASS);
        assertThat(browser.post(PASS, "enrolment_pass", first.find(PASS_TEXT)).location())
                .as("void since the second")
                .isEqualTo(PASS + "?error=wrong");
        assertThat(browser.post(PASS, "enrolment_pass", second.find(PASS_TEXT)).location())
                .isEqualTo(WIZARD);
        String secret =
                Html.of(browser.get(WIZARD)).element("secret").orElseThrow().replace(" ", "");
        String code = new Totp()
                .code(TotpSecret.of(new Base32().decode(secret)), Totp.stepAt(clock.instant()))
                .digits();
        browser.post(WIZARD, "name", "New phone", "confirmation_code", code);
        assertThat(browser.get("/settings/users").status()).isEqualTo(200);
    }

    @Test
    void deleteWhenItIsAUserThenTheAccountIsGoneAndTheTrailSaysWhoDidIt(@WithMfa TestAccount ann) {
        TestBrowser signedIn = browsers.open().signIn(ann);

        Answer answer = user("delete", ann.login());

        assertThat(answer.output()).contains("The account " + ann.login() + " is deleted.");
        assertThat(signedIn.get("/").location()).isEqualTo("/login?ended");
        assertThat(jdbc.sql("""
                select kind || ' ' || actor_kind from audit_event where account_id = :id order by id desc limit 1""").param("id", ann.id()).query(String.class).single())
                .isEqualTo("account_deleted operator");
        assertThat(user("delete", ann.login()).code()).isEqualTo(CommandLineRunner.REFUSED);
    }

    @Test
    void deleteWhenItIsTheLastAdministratorThenSaysSoAndTakesAWordMore() {
        Answer refused = user("delete", root.login());

        assertThat(refused.code()).isEqualTo(CommandLineRunner.REFUSED);
        assertThat(refused.output()).contains("the last administrator who can sign in", "--last-administrator");
        assertThat(browsers.open().enterPassword(root).location()).isEqualTo("/login/code");
        assertThat(user("delete", "--last-administrator", root.login()).code()).isEqualTo(CommandLineRunner.DONE);
        assertThat(browsers.open().enterPassword(root).location()).isEqualTo("/login?error");
    }

    @Test
    void passwordLinkWhenItIsTheLastAdministratorThenLeadsThroughTheCodeAllTheSame() {
        Answer older = user("password-link", root.login());
        Answer answer = user("password-link", root.login());
        String fresh = "wooden-lantern-harbor-31";

        assertThat(browsers.open().get(older.find(LINK)).status()).isEqualTo(410);
        TestBrowser browser = browsers.open();
        assertThat(browser.post(answer.find(LINK), "new_password", fresh, "new_password_confirmation", fresh)
                        .location())
                .isEqualTo("/login?set");
        assertThat(browser.post("/login", "username", root.login(), "password", fresh)
                        .location())
                .isEqualTo("/login/code");
        assertThat(browser.enterCode(root.code()).location()).isEqualTo("/");
        assertThat(browser.get("/settings/users").status()).isEqualTo(200);
    }

    @Test
    void unlockWhenTheSecondFactorIsStoppedThenCodesAndPasswordsAreLookedAtAgain() {
        jdbc.sql("insert into code_day (account_id, day, failures) values (:id, :day, 50)")
                .param("id", root.id())
                .param("day", java.time.LocalDate.ofInstant(clock.instant(), java.time.ZoneOffset.UTC))
                .update();
        TestBrowser browser = browsers.open();
        browser.enterPassword(root);
        assertThat(browser.enterCode(root.code()).location()).isEqualTo("/login/code?error=wait");
        for (int i = 0; i < 10; i++) {
            browsers.open().post("/login", "username", root.login(), "password", "wrong");
        }
        assertThat(browsers.open().enterPassword(root).location()).isEqualTo("/login?error");

        Answer answer = user("unlock", root.login());

        assertThat(answer.output()).contains("The account " + root.login() + " is unlocked.");
        assertThat(browser.enterCode(root.code()).location()).isEqualTo("/");
        assertThat(browsers.open().enterPassword(root).location()).isEqualTo("/login/code");
    }

    @Test
    void commandsWhenNobodyHasThatLoginThenSaySoAndAreRefused() {
        for (String command : List.of("unlock", "password-link", "reset", "delete")) {
            Answer answer = user(command, "nobody-at-all");

            assertThat(answer.code()).as(command).isEqualTo(CommandLineRunner.REFUSED);
            assertThat(answer.output()).contains("No account has this username.");
        }
    }

    @Test
    void resetWhenTheUserHasNoAppThenIsRefused(@WithPassword TestAccount ann) {
        Answer answer = user("reset", ann.login().toUpperCase(java.util.Locale.ROOT));

        assertThat(answer.code()).isEqualTo(CommandLineRunner.REFUSED);
        assertThat(answer.output()).contains("has no authenticator app");
    }

    @Test
    void checkWhenTheClockIsOffThenSaysByHowMuchAndIsNoSuccess() {
        Answer right = check(Clock.systemUTC());
        assertThat(right.output()).contains("it agrees with the database's").doesNotContain("wrong");
        assertThat(right.code()).isEqualTo(CommandLineRunner.DONE);

        Answer ahead = check(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1)));
        Answer behind = check(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(-10)));

        assertThat(ahead.output()).containsPattern("clock +wrong +it is (59|60) seconds ahead of the database's");
        assertThat(ahead.code()).isEqualTo(CommandLineRunner.REFUSED);
        assertThat(behind.output()).containsPattern("clock +wrong +it is (9|10) seconds behind the database's");
        assertThat(behind.code()).isEqualTo(CommandLineRunner.REFUSED);
    }

    @Test
    void checkWhenOneRoleOwnsAndRunsThenWarnsAndSucceeds() {
        Answer answer = check(Clock.systemUTC());

        assertThat(answer.output()).containsPattern("roles +warning .* spring.flyway.user");
        assertThat(answer.code()).isZero();
    }

    @Test
    void checkWhenTheKeyIsAnotherOrMissingThenSaysWhich(CapturedOutput output) {
        String another = "k1:" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=";

        Answer wrong = check(database(), "--vestibule.encryption.keys=" + another);
        assertNotOpen(wrong);
        assertThat(output).contains("The encryption key k1 is not the one this database was encrypted with");

        try {
            assertNotOpen(check(database(), "--vestibule.encryption.keys=" + another.replace("k1", "k9")));
        } finally {
            jdbc.sql("delete from encryption_key where id = 'k9'").update();
        }
        assertThat(output)
                .contains("The encryption key k1 is missing, and secrets in this database are encrypted with it");

        assertNotOpen(check(database()));
        assertThat(output).contains("There is no encryption key");
        assertThat(output).doesNotContain(another.substring(3));
    }

    @Test
    void checkWhenTheSchemaIsNewerOrThereIsNoneThenSaysSoAndMigratesNothing(CapturedOutput output) {
        String keys = "--vestibule.encryption.keys=" + TestSetup.KEYS;
        jdbc.sql("""
                insert into flyway_schema_history (installed_rank, version, description, type, script, checksum,
                    installed_by, execution_time, success)
                values (99999, '999', 'of a later release', 'SQL', 'V999__later.sql', 1, 'test', 1, true)""").update();
        try {
            assertNotOpen(check(database(), keys));
        } finally {
            jdbc.sql("delete from flyway_schema_history where version = '999'").update();
        }
        assertThat(output).contains("migrated by a newer Vestibule, to schema version 999");

        assertNotOpen(check(TestDatabase.create(), keys));
        assertThat(output).contains("The database is new, or of an older release");
    }

    private static void assertNotOpen(Answer answer) {
        assertThat(answer.code()).isEqualTo(CommandLineRunner.REFUSED);
        assertThat(answer.output()).contains("Vestibule does not open").doesNotContain(" ok ");
    }
}
