package dev.vestibule.settings.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.account.Username;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The list of users: found, narrowed and paged. */
@VestibuleTest
class UserListControllerHttpTest {
    private static final String URL = "/settings/users";
    private static final Pattern ROW = Pattern.compile("<a href=\"/settings/users/[0-9a-f-]{36}\">([^<]+)</a>");
    private static final Pattern NEXT =
            Pattern.compile("<a [^>]*rel=\"next\"[^>]*href=\"([^\"]+)\"|<a [^>]*href=\"([^\"]+)\"[^>]*rel=\"next\"");

    private static final AtomicInteger SEARCHED = new AtomicInteger();

    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts accounts;

    @Autowired
    JdbcClient jdbc;

    private TestBrowser browser;

    @BeforeEach
    void signIn() {
        browser = browsers.open().signIn(accounts.withPassword("root", Role.ADMIN));
    }

    private static List<String> logins(Page page) {
        return ROW.matcher(page.body()).results().map(row -> row.group(1)).toList();
    }

    private List<String> found(String q) {
        Page page = browser.get(URL + "?size=200&q=" + URLEncoder.encode(q, StandardCharsets.UTF_8));
        assertThat(page.status()).as(q).isEqualTo(200);
        assertThat(Html.of(page).value("q")).isEqualTo(q.strip());
        return logins(page);
    }

    private TestAccount named(String name, @Nullable String email) {
        return accounts.called("searched" + SEARCHED.incrementAndGet(), name, email, Role.USER, true);
    }

    /** The database of the tests is one of locale C, which has a lower case for the letters of ASCII alone. */
    @ParameterizedTest
    @CsvSource({
        "Ärzte Bund,ärzte|ÄRZTE|A\u0308rzte|a\u0308RZTE B|\u200Bärzte\u00A0bund",
        "A\u0308rzte Verein,ärzte v|ÄRZTE V|a\u0308rzte v",
        "İzmir Ofisi,izmir|İZMİR|i\u0307zmir|I\u0307ZM|IZMIR",
        "Großmann,groß|GROSS|gross|GRO\u1E9E",
        "ΟΔΟΣΑΣ,οδοσ|ΟΔΟΣ|οδος",
        "\uFF2A\uFF4F\uFF48\uFF4E,john|JOHN|\uFF4A\uFF2F",
        "Zoe\u0302\u0323 Đặng,zoe\u0323\u0302|ZOỆ ĐẶNG",
    })
    void searchWhenTypedInAnotherFormThenFindsNameLoginAndEmail(String name, String typed) {
        String local = name.replaceAll("\\s", "");
        TestAccount byName = named(name, null);
        TestAccount byEmail = named("Other", local + "@example.org");
        TestAccount byLogin =
                accounts.called(local + SEARCHED.incrementAndGet(), "Other", "other@example.org", Role.USER, true);
        String storedLogin = Username.parse(byLogin.login()).orElseThrow().text();

        for (String q : typed.split("\\|")) {
            String compact = q.replaceAll("[\\s\u00A0]", "");
            assertThat(found(q)).as(q).contains(byName.login());
            assertThat(found(compact)).as(compact).contains(byEmail.login(), storedLogin);
        }
        assertThat(found(name)).contains(byName.login());
    }

    @Test
    void searchWhenTheNameOrEmailWasChangedThenFindsTheNewOne() {
        TestAccount account = named("Före", "före@example.org");

        Html page = Html.of(browser.get(URL + "/" + account.id()));
        Page changed = browser.post(
                URL + "/" + account.id(),
                "name",
                "Ändern",
                "email",
                "ändern@example.org",
                "version",
                page.value("version"));

        assertThat(changed.status()).isEqualTo(303);
        assertThat(found("ÄNDERN")).contains(account.login());
        assertThat(found("ÄNDERN@")).contains(account.login());
        assertThat(found("före")).doesNotContain(account.login());
    }

    @Test
    void searchWhenLoginNameOrEmailBeginsSoThenFinds() {
        TestAccount account = named("Quentin Äußerst", "Zed.Quiller@Example.org");

        for (String q : List.of(
                account.login(),
                account.login().toUpperCase(java.util.Locale.ROOT),
                "  " + account.login() + " ",
                "Quentin",
                "QUENTIN ÄUSS".substring(0, 9),
                "quentin ä",
                "zed.quiller@EXAMPLE")) {
            assertThat(found(q)).as(q).contains(account.login());
        }
        assertThat(found("entin")).doesNotContain(account.login());
        assertThat(found("example.org")).doesNotContain(account.login());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "%,% of all",
                "_,_underscore",
                "\\,\\backslash",
                "',' or 1=1 --",
                "\",\"quoted\"",
                "<,<script>alert(1)</script>",
                "😀,😀 Smith",
                "عل,علي"
            })
    void searchWhenItHoldsSignsOfItsOwnThenTheyAreMeantLiterally(String q, String name) {
        TestAccount one = named(name, null);
        TestAccount other = named("Other", null);

        assertThat(found(q)).contains(one.login()).doesNotContain(other.login());
        assertThat(browser.get(URL + "?q=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
                        .body())
                .doesNotContain("<script>alert");
    }

    @Test
    void searchWhenNobodyMatchesThenSaysWhatToDo() {
        Page page = browser.get(URL + "?q=nobody-is-called-so");

        assertThat(page.body()).contains("No user matches.", "Show all users");
        assertThat(logins(page)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "q=%00",
                "q=%80",
                "after=%00",
                "size=0",
                "size=-1",
                "size=201",
                "size=abc",
                "size=99999999999",
                "state=nobody",
                "state=%3Cscript%3E",
                "state=MFA",
                "sort=password",
                "sort=--login",
                "sort=-",
                "sort=NAME",
                "sort=name&after=nothing",
                "sort=last-sign-in&after=yesterday:alice",
                "sort=last-sign-in&before=%2B1000000-01-01T00:00:00Z:alice",
                "after=a&before=b",
                "q=a&q=b"
            })
    void listWhenTheQueryMakesNoSenseThenIsNotClear(String query) {
        Page page = browser.get(URL + "?" + query);

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.body()).doesNotContain("<script>", "Exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "size=1",
                "size=200",
                "q=",
                "state=",
                "sort=",
                "sort=-login",
                "before=a",
                "sort=last-sign-in&after=-infinity:a",
                "after=%F0%9F%98%80",
                "size=",
                "page=7"
            })
    void listWhenTheQueryIsOddThenIsAnswered(String query) {
        assertThat(browser.get(URL + "?" + query).status()).isEqualTo(200);
    }

    @Test
    void listWhenPagedThenVisitsEachOfManyOnceInOrder() {
        List<String> made = IntStream.range(0, 120)
                .mapToObj(n -> accounts.invited("paged" + (n % 2 == 0 ? "-" : "_"), Role.USER)
                        .login())
                .toList();

        for (int size : new int[] {7, 50, 200}) {
            List<String> seen = new ArrayList<>();
            Page page = browser.get(URL + "?q=paged&size=" + size);
            while (true) {
                seen.addAll(logins(page));
                var next = NEXT.matcher(page.body());
                if (!next.find()) {
                    break;
                }
                String url = next.group(1) == null ? next.group(2) : next.group(1);
                assertThat(url).contains("q=paged", "size=" + size);
                page = browser.get(url.replace("&amp;", "&"));
            }
            assertThat(seen).as("size " + size).containsExactlyInAnyOrderElementsOf(made);
        }
    }

    @Test
    void listWhenNarrowedToAStateThenShowsThoseAlone() {
        TestAccount mfa = accounts.withMfa("stated");
        TestAccount plain = accounts.withPassword("stated");
        TestAccount invited = accounts.invited("stated", Role.USER);
        TestAccount disabled = accounts.withPassword("stated");
        browser.post(URL + "/" + disabled.id() + "/disable");

        assertThat(inState("mfa")).contains(mfa.login()).doesNotContain(plain.login(), invited.login());
        assertThat(inState("no-mfa")).contains(plain.login(), invited.login()).doesNotContain(mfa.login());
        assertThat(inState("disabled")).contains(disabled.login()).doesNotContain(mfa.login(), plain.login());
        assertThat(inState("no-password")).contains(invited.login()).doesNotContain(mfa.login(), disabled.login());
    }

    private List<String> inState(String state) {
        return logins(browser.get(URL + "?q=stated&size=200&state=" + state));
    }

    private static String link(Page page, String rel) {
        return Pattern.compile("<a [^>]*rel=\"" + rel + "\"[^>]*>")
                .matcher(page.body())
                .results()
                .map(tag -> tag.group()
                        .replaceFirst("(?s).*href=\"([^\"]+)\".*", "$1")
                        .replace("&amp;", "&"))
                .findFirst()
                .orElse("");
    }

    /** Twelve users of three companies, with equal names and equal moments among them, and some who never signed in. */
    private void sortable(String prefix) {
        jdbc.sql("insert into company (id, name, name_folded, created_at, version)"
                        + " select gen_random_uuid(), :prefix || name, lower(:prefix || name), now(), 0"
                        + " from unnest(array['apple', 'B-x', 'bar']) c (name)")
                .param("prefix", prefix + " company ")
                .update();
        jdbc.sql("""
                insert into account (id, login, login_folded, name, name_folded, email, company_id, role, time_zone, disabled,
                    mfa_enabled, enrolment_due, credential_version, signed_in_at, created_at, version)
                select gen_random_uuid(), :prefix || chr(122 - n), lower(:prefix || chr(122 - n)), :prefix || 'Name ' || n / 3,
                    lower(:prefix || 'Name ' || n / 3), null, c.id, 'USER', 'UTC',
                    n % 2 = 0, false, false, 1, case when n % 4 > 0 then now() - n / 2 * interval '1 day' end, now(), 0
                from generate_series(1, 12) n join company c
                    on c.name = :prefix || ' company ' || (array['apple', 'B-x', 'bar'])[1 + n % 3]""").param("prefix", prefix).update();
    }

    @ParameterizedTest
    @CsvSource({
        "login, a.login",
        "-login, a.login desc",
        "name, 'a.name collate \"C\", a.login'",
        "-name, 'a.name collate \"C\" desc, a.login desc'",
        "company, 'c.name_folded collate \"C\", a.login'",
        "-company, 'c.name_folded collate \"C\" desc, a.login desc'",
        "last-sign-in, 'a.signed_in_at nulls first, a.login'",
        "-last-sign-in, 'a.signed_in_at desc nulls last, a.login desc'"
    })
    void listWhenSortedThenGoesForwardAndBackThroughAllInThatOrder(String sort, String sql) {
        String prefix = "sorted" + (sort.startsWith("-") ? "down" : "up") + sort.replace("-", "");
        sortable(prefix);
        for (String state : List.of("", "&state=disabled")) {
            List<String> expected = jdbc.sql("select a.login from account a join company c on c.id = a.company_id"
                            + " where a.login like :prefix" + (state.isEmpty() ? "" : " and a.disabled") + " order by "
                            + sql)
                    .param("prefix", prefix + "%")
                    .query(String.class)
                    .list();

            List<List<String>> pages = new ArrayList<>();
            Page page = browser.get(URL + "?size=5&q=" + prefix + "&sort=" + sort + state);
            assertThat(link(page, "prev")).isEmpty();
            while (true) {
                pages.add(logins(page));
                assertThat(page.body()).contains(expected.size() + " users");
                String next = link(page, "next");
                if (next.isEmpty()) {
                    break;
                }
                page = browser.get(next);
            }
            assertThat(pages.stream().flatMap(List::stream)).as(sort).containsExactlyElementsOf(expected);
            for (int i = pages.size() - 2; i >= 0; i--) {
                page = browser.get(link(page, "prev"));
                assertThat(logins(page)).as(sort + " back to " + i).isEqualTo(pages.get(i));
                assertThat(link(page, "next")).isNotEmpty();
            }
            assertThat(link(page, "prev")).isEmpty();
        }
    }

    @Test
    void headingsWhenClickedThenSortAndAgainThenReverse() {
        Page page = browser.get(URL);
        assertThat(page.body()).contains("class=\"login\" aria-sort=\"ascending\"", "begins with");
        for (String sort : List.of("sort=-login", "sort=name", "sort=company", "sort=-last-sign-in")) {
            assertThat(page.body()).contains(sort + "\"");
            assertThat(browser.get(URL + "?" + sort).body()).contains("aria-sort=");
        }
        assertThat(browser.get(URL + "?sort=name&state=no-mfa").body())
                .contains("state=no-mfa&amp;size=50&amp;sort=-name");
    }

    @Test
    void rowWhenShownThenTellsCompanyStateAndLastSignIn() {
        TestAccount account = accounts.withPassword("told");
        browsers.open().signIn(account);
        browser.post(URL + "/" + account.id() + "/disable");

        String text =
                browser.get(URL + "?q=" + account.login()).body().replaceAll("(?s)<script.*?</script>|<[^>]+>", " ");

        assertThat(text).contains("One user", "My Company", "Disabled", "just now");
    }
}
