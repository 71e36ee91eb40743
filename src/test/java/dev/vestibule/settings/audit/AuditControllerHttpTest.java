package dev.vestibule.settings.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
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
import java.io.IOException;
import java.io.StringReader;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What an administrator finds at /settings/audit, and what the export holds. */
@VestibuleTest
class AuditControllerHttpTest {
    private static final String URL = "/settings/audit";
    private static final Pattern NEXT = Pattern.compile("rel=\"next\"\\s+href=\"([^\"]+)\"");

    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts accounts;

    @Autowired
    TestClock clock;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    JdbcClient jdbc;

    private TestBrowser admin;

    @BeforeEach
    void signIn() {
        admin = browsers.open().signIn(accounts.withPassword("root", Role.ADMIN));
    }

    private List<CSVRecord> csv(String query) throws IOException {
        Page answer = admin.get(URL + ".csv" + query);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).startsWith("\ufeffat,");
        return CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(answer.body().substring(1)))
                .getRecords();
    }

    @Test
    void pageWhenOpenedThenTellsInWordsWhyACodeWasAskedForOrNot(@WithMfa TestAccount ann, TestBrowser browser) {
        browser.enterPassword(ann);
        browser.post("/login/code", "confirmation_code", ann.code(), "remember_device", "on");
        browser.post("/logout");
        browser.enterPassword(ann);

        Page page = admin.get(URL + "?account=" + ann.login());

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("cache-control")).contains("no-store");
        assertThat(page.body())
                .contains(
                        "Signed in",
                        "No code was requested: trusted device “Firefox on Linux”, until ",
                        "Password accepted, code requested",
                        "The browser sent no cookie of a trusted device.",
                        "With a code from an authenticator app.",
                        "Authenticator app added",
                        "Not signed in",
                        "Firefox on Linux",
                        "href=\"/settings/users/" + ann.id() + "\"")
                .doesNotContain("??", "audit.kind", "audit.reason", "audit.detail");
        assertThat(admin.get("/settings/users").says("href=\"/settings/audit\""))
                .isTrue();
    }

    @Test
    void everyKindWhenShownThenIsInWords() {
        TestAccount ann = accounts.invited("ann", Role.USER);
        for (AuditEventType kind : AuditEventType.values()) {
            events.publishEvent(AuditEvent.of(kind, ann.id())
                    .with(AuditDetail.NAME, "<b>Phone</b>")
                    .with(AuditDetail.COUNT, 1));
        }

        Page page = admin.get(URL + "?account=" + ann.id());

        assertThat(page.body()).contains("&lt;b&gt;Phone&lt;/b&gt;").doesNotContain("<b>Phone", "audit.kind");
        for (AuditEventType kind : AuditEventType.values()) {
            assertThat(admin.get(URL + "?account=" + ann.id() + "&kind=" + kind.code())
                            .says("No event matches"))
                    .as(kind.code())
                    .isFalse();
        }
    }

    @Test
    void searchWhenNarrowedThenFindsThoseAndNoOthers(@WithPassword TestAccount ann, @WithPassword TestAccount bob)
            throws IOException {
        browsers.open().signIn(ann);
        browsers.open().post("/login", "username", bob.login(), "password", "wrong");
        browsers.open().post("/login", "username", "Ghost" + bob.login(), "password", "wrong");

        assertThat(csv("?account=" + ann.login().toUpperCase(java.util.Locale.ROOT)))
                .isNotEmpty()
                .extracting(row -> row.get("account_id"))
                .containsOnly(ann.id().toString());
        assertThat(csv("?account=" + bob.id() + "&kind=password_refused")).hasSize(1);
        assertThat(csv("?account=ghost" + bob.login()))
                .singleElement()
                .satisfies(row -> assertThat(row.get("reason")).isEqualTo("unknown"));
        assertThat(csv("?account=" + bob.id() + "&address=127.0.0.0/8")).hasSize(1);
        assertThat(csv("?account=" + bob.id() + "&address=203.0.113.9")).isEmpty();
        assertThat(csv("?account=" + UUID.randomUUID())).isEmpty();
        assertThat(admin.get(URL + "?account=" + UUID.randomUUID()).says("No event matches"))
                .isTrue();
    }

    @Test
    void searchWhenByDayThenBothDaysAreIn() throws IOException {
        TestAccount ann = accounts.invited("ann", Role.USER);
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);

        assertThat(csv("?account=" + ann.id() + "&from=" + today + "&to=" + today))
                .hasSize(1);
        assertThat(csv("?account=" + ann.id() + "&from=" + today.plusDays(1))).isEmpty();
        assertThat(csv("?account=" + ann.id() + "&to=" + today.minusDays(1))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind=nothing",
                "kind=SIGNED_IN",
                "address=nowhere",
                "address=1.2.3.4/99",
                "from=yesterday",
                "from=2026-02-30",
                "to=0000-01-01",
                "to=99999-01-01",
                "to=2026-12-14T00:00",
                "after=1",
                "after=x-1",
                "after=1-99999999999999999999",
                "after=-1-1",
                "kind=signed_in&kind=signed_out"
            })
    void searchWhenAnythingInItIsWrongThenIsABadRequest(String query) {
        assertThat(admin.get(URL + "?" + query).status()).isEqualTo(400);
        if (!query.startsWith("after")) {
            assertThat(admin.get(URL + ".csv?" + query).status()).isEqualTo(400);
        }
    }

    @Test
    void searchWhenFieldsAreEmptyThenNarrowsNothing() {
        Page page = admin.get(URL + "?account=&kind=&address=&from=&to=&after=");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.says("<svg")).isTrue();
        assertThat(page.says(" style=")).isFalse();
        assertThat(admin.get(URL + "?account=%00%27%25").status()).isEqualTo(200);
        assertThat(Html.of(admin.get(URL + "?account=%22%3E%3Cb%3E")).value("account"))
                .isEqualTo("\"><b>");
    }

    @Test
    void listWhenLongThenIsPagedWithoutALossOrADouble() {
        TestAccount ann = accounts.invited("ann", Role.USER);
        for (int i = 0; i < 119; i++) {
            // Several of the same moment, among them some that are counted.
            events.publishEvent(AuditEvent.of(AuditEventType.AUTHENTICATOR_ADDED, ann.id())
                    .with(AuditDetail.NAME, "app-" + i + "."));
            if (i % 40 == 0) {
                clock.pass(java.time.Duration.ofSeconds(1));
            }
        }
        List<String> seen = new ArrayList<>();
        String url = URL + "?account=" + ann.id();
        int pages = 0;
        while (url != null) {
            Page page = admin.get(url);
            Pattern.compile("app-[0-9]+\\.").matcher(page.body()).results().forEach(app -> seen.add(app.group()));
            var next = NEXT.matcher(page.body());
            url = next.find() ? next.group(1).replace("&amp;", "&") : null;
            pages++;
        }

        assertThat(pages).isEqualTo(3);
        assertThat(seen).hasSize(119).doesNotHaveDuplicates();
        assertThat(seen.get(0)).isEqualTo("app-118.");
        assertThat(seen.get(118)).isEqualTo("app-0.");
    }

    @Test
    void triesWhenCountedThenStandInTheListAndInThePicture() throws IOException {
        TestAccount ann = accounts.invited("ann", Role.USER);
        for (int i = 0; i < 7; i++) {
            events.publishEvent(AuditEvent.of(AuditEventType.PASSWORD_WAIT, ann.id()));
        }

        assertThat(admin.get(URL + "?account=" + ann.login()).body())
                .contains("Passwords refused during a wait", "Attempts in this minute: 7.");
        assertThat(csv("?account=" + ann.id() + "&kind=password_wait"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.get("tries")).isEqualTo("7");
                    assertThat(row.get("outcome")).isEqualTo("failure");
                });
    }

    @Test
    void exportWhenLongThenHoldsEveryLineInOrder() throws IOException {
        TestAccount ann = accounts.invited("ann", Role.USER);
        jdbc.sql("""
                insert into audit_event (at, kind, outcome, account_id, actor_kind, details, node)
                select now() - make_interval(secs => n), 'signed_out', 'info', :id, 'system', '{}', 'n' || n
                from generate_series(1, 2500) n""").param("id", ann.id()).update();

        List<CSVRecord> rows = csv("?account=" + ann.id() + "&kind=signed_out");

        assertThat(rows).hasSize(2500);
        assertThat(rows.get(0).get("node")).isEqualTo("n1");
        assertThat(rows.get(2499).get("node")).isEqualTo("n2500");
    }

    @Test
    void exportWhenACellLooksLikeAFormulaThenItIsText() throws IOException {
        UUID account = UUID.randomUUID();
        for (String browser : List.of("=1+1", "+1", "-1", "@SUM(1)", "a,\"b\"", "'x")) {
            jdbc.sql("""
                    insert into audit_event (at, kind, outcome, account_id, actor_kind, browser, details, node)
                    values (now(), 'signed_out', 'info', :id, 'visitor', :browser, '{}', 'n')""").param("id", account).param("browser", browser).update();
        }

        Page answer = admin.get(URL + ".csv?account=" + account);

        assertThat(answer.header("content-type")).isEqualTo("text/csv;charset=UTF-8");
        assertThat(answer.header("content-disposition")).isEqualTo("attachment; filename=\"audit.csv\"");
        assertThat(answer.header("cache-control")).contains("no-store");
        assertThat(csv("?account=" + account))
                .extracting(row -> row.get("browser"))
                .containsExactly("'x", "a,\"b\"", "'@SUM(1)", "'-1", "'+1", "'=1+1");
    }

    @Test
    void auditWhenAskedByAUserThenIsForbidden() {
        TestBrowser user = browsers.open().signIn(accounts.withPassword("uma"));

        assertThat(user.get(URL).status()).isEqualTo(403);
        assertThat(user.get(URL + ".csv").status()).isEqualTo(403);
        assertThat(browsers.open().get(URL + ".csv").location()).isEqualTo("/login");
    }
}
