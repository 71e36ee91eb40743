package dev.vestibule.userimport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vestibule.account.Role;
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
import dev.vestibule.testing.VestibuleTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Import files that are malformed, too large or another administrator's, and imports that are confirmed twice or by another. */
@Tag("attack")
@ExtendWith(OutputCaptureExtension.class)
@VestibuleTest
class ImportAttackTest {
    private static final String URL = "/settings/users/import";
    private static final String HEADER = "login,name,email,company,role\n";
    private static final int LARGEST = 10 * 1024 * 1024;
    private static final AtomicInteger FILES = new AtomicInteger();

    @Autowired
    Browsers browsers;

    @Autowired
    SecondNode second;

    @Autowired
    TestAccounts testAccounts;

    @Autowired
    TestClock clock;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    PlatformTransactionManager transactions;

    private TestAccount root;
    private TestBrowser browser;

    /** Logins of this test begin with it. */
    private String mine;

    @BeforeEach
    void signIn() {
        root = testAccounts.withPassword("root", Role.ADMIN);
        browser = browsers.open().signIn(root);
        mine = "raided" + FILES.incrementAndGet() + "x";
    }

    @AfterEach
    void tidy() {
        jdbc.sql("delete from user_import").update();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] file(String rest) {
        return utf8(HEADER + rest);
    }

    private static byte[] filled(String part) {
        return file(part.repeat((LARGEST - HEADER.length()) / part.length()));
    }

    private static byte[] bytes(String before, byte[] middle, String after) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(utf8(before));
        all.writeBytes(middle);
        all.writeBytes(utf8(after));
        return all.toByteArray();
    }

    private static byte[] zip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("people.csv"));
            zip.write(file("secret-hidden,Ann,,,ADMIN\n"));
        }
        return bytes.toByteArray();
    }

    static Stream<Arguments> badFiles() throws IOException {
        byte[] cesu = {(byte) 0xed, (byte) 0xa0, (byte) 0x80, (byte) 0xed, (byte) 0xb0, (byte) 0x80};
        return Stream.of(
                Arguments.of("zip", zip()),
                Arguments.of("UTF-16", (HEADER + "secret-a,Ann,,,\n").getBytes(StandardCharsets.UTF_16)),
                Arguments.of("UTF-16LE", (HEADER + "secret-a,Ann,,,\n").getBytes(StandardCharsets.UTF_16LE)),
                Arguments.of("UTF-32", (HEADER + "secret-a,Ann,,,\n").getBytes(Charset.forName("UTF-32"))),
                Arguments.of("NUL bytes", new byte[4096]),
                Arguments.of("NUL in a login", file("secret\0a,Ann,,,\n")),
                Arguments.of("NUL in a name", file("secret-a,An\0n,,,\n")),
                Arguments.of("NUL in an address", file("secret-a,Ann,ann\0@example.org,,\n")),
                Arguments.of("NUL in a company", file("secret-a,Ann,,My Company\0,\n")),
                Arguments.of("NUL in a role", file("secret-a,Ann,,,ADMIN\0\n")),
                Arguments.of("NUL in the header", utf8("login,name,email,company,role\0\nsecret-a,Ann,,,\n")),
                Arguments.of("surrogates in UTF-8", bytes(HEADER + "secret-a,Ann", cesu, ",,,\n")),
                Arguments.of("half a character", bytes(HEADER + "secret-a,Ann", new byte[] {(byte) 0xc3}, ",,,\n")),
                Arguments.of(
                        "half a character at the end",
                        bytes(HEADER + "secret-a,Ann,,,", new byte[] {(byte) 0xe2, (byte) 0x82}, "")),
                Arguments.of(
                        "overlong", bytes(HEADER + "secret-a,Ann", new byte[] {(byte) 0xc0, (byte) 0xaf}, ",,,\n")),
                Arguments.of("header only", utf8(HEADER)),
                Arguments.of("header in a cell", utf8("\"login,name,email,company,role\"\nsecret-a,Ann,,,\n")),
                Arguments.of("two marks", utf8("\ufeff\ufeff" + HEADER + "secret-a,Ann,,,\n")),
                Arguments.of("a name of marks", file("secret-a,\u200f\u200f\u202e,,,\n")),
                Arguments.of("a login with a mark", file("secret\u202ea,Ann,,,\n")),
                Arguments.of("control characters", file("secret-a,An\u0007n,,,\n")),
                Arguments.of("a line break in a login", file("\"secret\na\",Ann,,,\n")),
                Arguments.of(
                        "a line break in an address", file("secret-a,Ann,\"ann@example.org\nBcc: x@example.org\",,\n")),
                Arguments.of("a long login", file("s".repeat(65) + ",Ann,,,\n")),
                Arguments.of("a long role", file("secret-a,Ann,,," + "ADMIN".repeat(1000) + "\n")),
                Arguments.of("one login thrice", file("secret-a,Ann,,,\nSECRET-A,Ann,,,\n\uff33ecret-a,Ann,,,\n")),
                Arguments.of("quotes", filled("\"")),
                Arguments.of("one quote more", bytes("", filled("\""), "\"")),
                Arguments.of("open quotes", filled("\"\n")),
                Arguments.of("one cell", file("secret-a,\"" + "n".repeat(LARGEST - 100) + "\",,,\n")),
                Arguments.of("one cell of line breaks", file("secret-a,\"" + "\n".repeat(LARGEST - 100) + "\",,,\n")),
                Arguments.of("letters", filled("a\n")),
                Arguments.of("commas", filled(",")),
                Arguments.of("a header of commas", utf8(",".repeat(LARGEST))),
                Arguments.of("a header of quotes", utf8("\"".repeat(LARGEST - 1))),
                Arguments.of("carriage returns", filled("\r")),
                Arguments.of("bad lines", filled("a,\u0007,x,y,z\n")),
                Arguments.of("one login very often", filled("a,A,,,\n")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    @Timeout(60)
    void fileWhenItIsNoneThenIsRefusedInTimeAndNothingOfItIsMadeOrTold(
            String kind, byte[] file, CapturedOutput output) {
        long before = accounts();

        Page page = browser.upload(URL, Arrays.copyOf(file, Math.min(file.length, LARGEST)), "confirmed", "on");

        assertThat(page.status()).as(kind).isEqualTo(422);
        assertThat(page.body())
                .contains("<title>Error:")
                .doesNotContain("secret", "java.", "Exception", "name=\"confirmed\"");
        assertThat(page.body().length()).as("a page that can be read").isLessThan(200_000);
        assertThat(accounts()).isEqualTo(before);
        assertThat(output.getAll()).doesNotContain("secret-a", "OutOfMemory");
        assertThat(browser.get(URL).status()).isEqualTo(200);
    }

    private long accounts() {
        return jdbc.sql("select count(*) from account").query(Long.class).single();
    }

    private long made() {
        return jdbc.sql("select count(*) from account where login like :mine")
                .param("mine", mine + "%")
                .query(Long.class)
                .single();
    }

    private String lines(int accounts) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < accounts; i++) {
            lines.append(mine).append(i).append(",Ann ").append(i).append(",,,\n");
        }
        return lines.toString();
    }

    /** A file that is sound, as the page shows it. */
    private String checked(int accounts) {
        Page page = browser.upload(URL, file(lines(accounts)));
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        return Html.of(page).value("checked");
    }

    private static Page confirm(TestBrowser who, String checked) {
        return who.post(URL, "checked", checked, "confirmed", "on");
    }

    private List<String> states() {
        return jdbc.sql("select state from user_import order by state")
                .query(String.class)
                .list();
    }

    @Test
    void fileWhenItMixesLineBreaksAndFormulasThenIsReadAsItStands() {
        browser.upload(
                URL,
                file("%1$sa,'=1+1,,,\r\n%1$sb,\"'@SUM(A1)\",,,\r%1$sc,=HYPERLINK(1),,,\n\r\n%1$sd,''-1,,,"
                        .formatted(mine)),
                "confirmed",
                "on");

        assertThat(jdbc.sql("select name from account where login like :mine order by login")
                        .param("mine", mine + "%")
                        .query(String.class)
                        .list())
                .containsExactly("=1+1", "@SUM(A1)", "=HYPERLINK(1)", "'-1");
        assertThat(browser.get("/settings/users.csv?q=" + mine).body().lines().skip(1))
                .allMatch(line -> line.matches(mine + "[a-d],\"?'.*"));
    }

    @Test
    void fileWhenItIsSomebodyElsesThenIsOutOfReachOnEveryNode() {
        String checked = checked(3);
        TestBrowser other = second.open().signIn(testAccounts.withPassword("other", Role.ADMIN));

        assertThat(confirm(other, checked).status()).isEqualTo(422);
        assertThat(other.get(URL + "/" + checked).status()).isEqualTo(404);
        assertThat(made()).isZero();
        assertThat(confirm(browser, checked).status()).as("it is still there").isEqualTo(303);
    }

    @ParameterizedTest
    @ValueSource(strings = {"role = 'USER'", "disabled = true", "credential_version = credential_version + 1"})
    void fileWhenItsAdministratorIsNoneAnyMoreThenIsNotMade(String change) {
        String checked = checked(3);
        String token = browser.token();
        jdbc.sql("update account set " + change + " where id = :id")
                .param("id", root.id())
                .update();

        Page refused = browser.post(URL, "checked", checked, "confirmed", "on", "_csrf", token);

        assertThat(refused.status()).isIn(303, 403);
        assertThat(String.valueOf(refused.location())).doesNotContain("checked");
        assertThat(made()).isZero();
        assertThat(states()).containsExactly("CHECKED");
    }

    @Test
    void fileWhenItsAdministratorIsDeletedThenGoesToo() {
        String checked = checked(3);
        String token = browser.token();
        jdbc.sql("delete from account where id = :id").param("id", root.id()).update();

        assertThat(browser.post(URL, "checked", checked, "confirmed", "on", "_csrf", token)
                        .status())
                .isIn(303, 403);
        assertThat(made()).isZero();
        assertThat(states()).isEmpty();
    }

    /** Holds a run at the login {@code …2}, changes what there is, and lets it go on. */
    private void meanwhile(String checked, String sql) {
        CompletableFuture<Page> confirming = new TransactionTemplate(transactions).execute(status -> {
            status.setRollbackOnly();
            take(mine + "2");
            var sent = CompletableFuture.supplyAsync(() -> confirm(browser, checked));
            new TestLocks(jdbc).awaitSomebodyWhoWaitsOr(sent);
            TransactionTemplate aside = new TransactionTemplate(transactions);
            aside.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
            aside.executeWithoutResult(
                    other -> jdbc.sql(sql).param("id", root.id()).update());
            return sent;
        });
        confirming.join();
        await().atMost(30, SECONDS).until(() -> !states().contains("RUNNING"));
    }

    private void take(String login) {
        jdbc.sql("""
                insert into account (id, login, login_folded, name, name_folded, company_id, role, time_zone, disabled,
                    mfa_enabled, enrolment_due, credential_version, created_at, version)
                select gen_random_uuid(), :login, :login, 'Ann', 'ann', company_id, 'USER', 'UTC', false, false, false, 1, now(), 0
                from account where id = :root""").param("login", login).param("root", root.id()).update();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update account set role = 'USER' where id = :id",
                "update account set disabled = true where id = :id",
                "delete from account where id = :id"
            })
    void runWhenItsAdministratorIsNoneAnyMoreInTheMiddleThenMakesNothing(String change) {
        meanwhile(checked(5), change);

        assertThat(made()).isZero();
        assertThat(states()).doesNotContain("DONE");
    }

    @Test
    void runWhenNothingChangesInTheMiddleThenMakesThemAll() {
        meanwhile(checked(5), "update account set name = 'Root' where id = :id");

        assertThat(made()).isEqualTo(5);
    }

    @Test
    void fileWhenItsCompanyIsGoneSinceTheCheckThenIsMadeNotEvenInPart() {
        String file = lines(600) + mine + "z,Zoe,,My Company,\n";
        Page shown = browser.upload(URL, file(file));
        jdbc.sql("update company set name = 'Renamed' where name = 'My Company'")
                .update();
        try {
            Page begun = confirm(browser, Html.of(shown).value("checked"));
            await().atMost(30, SECONDS).until(() -> browser.follow(begun).body().contains("No user was created"));
        } finally {
            jdbc.sql("update company set name = 'My Company' where name = 'Renamed'")
                    .update();
        }
        assertThat(made()).isZero();
        assertThat(states()).containsExactly("CHANGED");
    }

    @Test
    void confirmWhenSentManyTimesAtOnceToTwoNodesThenMakesThemOnce() throws InterruptedException {
        String checked = checked(50);
        String token = browser.token();
        TestBrowser there = browser.copy().at(second.port());
        String[] form = {"checked", checked, "confirmed", "on", "_csrf", token};

        List<Page> answers = Race.between(List.of(
                () -> browser.copy().post(URL, form),
                () -> there.post(URL, form),
                () -> browser.copy().post(URL, form),
                () -> there.copy().at(second.port()).post(URL, form)));

        assertThat(answers).extracting(Page::status).containsOnly(303);
        assertThat(made()).isEqualTo(50);
        assertThat(jdbc.sql(
                                "select details ->> 'count' from audit_event where kind = 'accounts_imported' and actor_id = :root")
                        .param("root", root.id())
                        .query(String.class)
                        .list())
                .containsExactly("50");
    }

    @Test
    void filesWhenTwoAreMadeAtOnceThenEachIsMadeWholeOrNotAtAll() throws InterruptedException {
        TestBrowser other = second.open().signIn(testAccounts.withPassword("other", Role.ADMIN));
        for (int round = 0; round < 4; round++) {
            String stem = mine + round;
            // The one's first is the other's last.
            byte[] one = file("%1$sa,A,,,\n%1$sb,B,,,\n%1$sc,C,,,\n".formatted(stem));
            byte[] two = file("%1$sc,C,,,\n%1$sd,D,,,\n%1$sa,A,,,\n".formatted(stem));
            String first = Html.of(browser.upload(URL, one)).value("checked");
            String next = Html.of(other.upload(URL, two)).value("checked");

            List<Page> answers = Race.between(List.of(() -> confirm(browser, first), () -> confirm(other, next)));

            assertThat(answers).extracting(Page::status).isSubsetOf(303, 422).contains(303);
            assertThat(jdbc.sql("select right(login, 1) from account where login like :stem order by login")
                            .param("stem", stem + "%")
                            .query(String.class)
                            .list())
                    .isIn(List.of("a", "b", "c"), List.of("a", "c", "d"));
        }
    }

    /** What is pasted into the wrong column may be a password. */
    @Test
    void loginWhenSomebodyElseTakesItAtTheSameTimeThenAllOrNoneIsMadeAndNoLogSaysWhich(CapturedOutput output)
            throws InterruptedException {
        TestBrowser other = second.open().signIn(testAccounts.withPassword("other", Role.ADMIN));
        String token = other.token();
        for (int round = 0; round < 8; round++) {
            String stem = mine + round + "plum-tractor-";
            String checked = Html.of(browser.upload(URL, file("%1$sa,A,,,\n%1$sb,B,,,\n%1$sc,C,,,\n".formatted(stem))))
                    .value("checked");

            List<Integer> answers = Race.between(List.of(
                    () -> confirm(browser, checked).status(),
                    () -> other.post(
                                    "/settings/users/new",
                                    "login",
                                    stem + "c",
                                    "name",
                                    "Cleo",
                                    "email",
                                    "",
                                    "role",
                                    "USER",
                                    "_csrf",
                                    token)
                            .status()));

            assertThat(answers.get(0)).isEqualTo(303);
            assertThat(answers.get(1)).isIn(200, 422);
            assertThat(jdbc.sql("select count(*) from account where login like :stem")
                            .param("stem", stem + "%")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(answers.get(1) == 200 ? 1 : 3);
        }
        assertThat(output.getAll()).doesNotContain("plum-tractor-");
    }

    /** The same for certain: the check found it free, and the database says that it is taken. */
    @Test
    void loginWhenTheDatabaseRefusesItThenNoLogSaysWhich(CapturedOutput output) {
        mine = mine + "plum-tractor-";
        String checked = checked(5);
        CompletableFuture<Page> confirming = new TransactionTemplate(transactions).execute(status -> {
            take(mine + "2");
            var sent = CompletableFuture.supplyAsync(() -> confirm(browser, checked));
            new TestLocks(jdbc).awaitSomebodyWhoWaitsOr(sent);
            return sent;
        });

        assertThat(browser.follow(confirming.join()).body()).doesNotContain("plum-tractor-");
        await().atMost(30, SECONDS).until(() -> !states().contains("RUNNING"));
        assertThat(states()).containsExactly("CHANGED");
        assertThat(made()).isOne();
        assertThat(output.getAll()).doesNotContain("plum-tractor-");
    }

    @Test
    void exportWhenNoAdministratorWithAProofAsksThenGivesNothing() {
        String export = "/settings/users.csv";
        TestAccount chief = testAccounts.withMfa("chief", Role.ADMIN);

        assertThat(browsers.open().get(export).location()).startsWith("/login");
        assertThat(browsers.open()
                        .signIn(testAccounts.withPassword("mallory"))
                        .get(export)
                        .status())
                .isEqualTo(403);
        assertThat(Target.pending(browsers, chief).get(export).location()).isEqualTo("/login/code");
        assertThat(Target.trusted(browsers, chief).get(export).location()).isEqualTo("/login/code?proof");
        for (int i = 0; i < 3; i++) {
            assertThat(browser.get("/").status()).isEqualTo(200);
            clock.pass(Duration.ofMinutes(41));
        }
        Page late = browser.get(export);
        assertThat(late.location()).isEqualTo("/login?proof");
        assertThat(late.body()).isEmpty();
    }
}
