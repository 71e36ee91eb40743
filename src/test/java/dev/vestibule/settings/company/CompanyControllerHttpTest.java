package dev.vestibule.settings.company;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.company.Company;
import dev.vestibule.company.CompanyRepository;
import dev.vestibule.company.PolicyPreview;
import dev.vestibule.policy.EnrolmentMethod;
import dev.vestibule.policy.MfaRequired;
import dev.vestibule.policy.MfaStatus.State;
import dev.vestibule.policy.Policies;
import dev.vestibule.policy.PolicySettings;
import dev.vestibule.policy.TestCompanies;
import dev.vestibule.settings.TestAdministrators;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Companies and their policies, as an administrator sets them. */
@VestibuleTest
class CompanyControllerHttpTest {
    private static final String LIST = "/settings/companies";

    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts accounts;

    @Autowired
    TestClock clock;

    @Autowired
    Policies policies;

    @Autowired
    CompanyRepository companies;

    @Autowired
    PolicyPreview preview;

    @Autowired
    JdbcClient jdbc;

    TestCompanies made;
    TestBrowser admin;

    @BeforeEach
    void signIn() {
        made = new TestCompanies(jdbc, policies, clock);
        admin = browsers.open().signIn(accounts.withPassword("root", Role.ADMIN));
    }

    /** The form as it stands, but for these fields: name, value, name, value …; null leaves one out. */
    private String[] form(UUID company, String... changes) {
        PolicySettings settings = policies.of(company).settings();
        Company now = companies.findById(company).orElseThrow();
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("name", now.name());
        fields.put("mfa_required", settings.mfaRequired().code());
        fields.put("grace_days", Integer.toString(settings.graceDays()));
        fields.put("enrolment", settings.enrolment().code());
        fields.put("trusted_devices_allowed", settings.trustedDevicesAllowed() ? "on" : null);
        fields.put("trusted_device_days", Objects.toString(settings.trustedDeviceDays(), ""));
        fields.put("trusted_networks", String.join(" ", settings.trustedNetworks()));
        fields.put("version", Integer.toString(now.version()));
        for (int i = 0; i < changes.length; i += 2) {
            fields.put(changes[i], changes[i + 1]);
        }
        List<String> sent = new ArrayList<>();
        fields.forEach((name, value) -> {
            if (value != null) {
                sent.add(name);
                sent.add(value);
            }
        });
        return sent.toArray(String[]::new);
    }

    @AfterEach
    void tidy() {
        TestCompanies.tidy(jdbc);
    }

    @Test
    void companyWhenCreatedThenIsListedAndNothingIsAskedOfAnybody() {
        Page created = admin.post(
                LIST + "/new",
                "name",
                "Zebra " + UUID.randomUUID(),
                "mfa_required",
                "no",
                "grace_days",
                "0",
                "enrolment",
                "password",
                "trusted_devices_allowed",
                "on");

        assertThat(created.location()).isEqualTo(LIST + "?done=company-created");
        assertThat(admin.follow(created).body()).contains("Zebra ", "Nobody", "Skip the code");
    }

    /** A name of this test's, and a policy that sets every field to something that is not its default. */
    private static String[] every(String name) {
        return new String[] {
            "name", name,
            "mfa_required", "everyone",
            "grace_days", "7",
            "enrolment", "pass",
            "trusted_device_days", "9",
            "trusted_networks", "10.0.0.0/8 2001:db8::/32"
        };
    }

    @Test
    void companyWhenCreatedWithEveryFieldThenAllOfThemAreStored() {
        String name = "Orchard " + UUID.randomUUID();

        Page created = admin.post(LIST + "/new", every(name));

        assertThat(created.location()).as(created.body()).isEqualTo(LIST + "?done=company-created");
        UUID company = jdbc.sql("select id from company where name = :name")
                .param("name", name)
                .query(UUID.class)
                .single();
        assertThat(policies.of(company).settings())
                .isEqualTo(new PolicySettings(
                        MfaRequired.EVERYONE,
                        7,
                        EnrolmentMethod.PASS,
                        false,
                        9,
                        List.of("10.0.0.0/8", "2001:db8::/32")));
        assertThat(policies.of(company).everyoneSince()).isEqualTo(clock.instant());
        Html page = Html.of(admin.get(LIST + "/" + company));
        assertThat(page.value("name")).isEqualTo(name);
        assertThat(page.value("grace_days")).isEqualTo("7");
        assertThat(page.value("trusted_device_days")).isEqualTo("9");
    }

    @Test
    void companyWhenAnotherRuleOfTheDatabaseRefusesItThenIsAFaultAndNotTaken() {
        UUID company = made.of();
        jdbc.sql("alter table company add constraint test_refuses check (name not like 'Refused %') not valid")
                .update();
        try {
            Page created = admin.post(LIST + "/new", every("Refused " + UUID.randomUUID()));
            Page changed = admin.post(
                    LIST + "/" + company, form(company, "name", "Refused " + UUID.randomUUID(), "confirmed", "on"));

            assertThat(created.status()).isEqualTo(500);
            assertThat(changed.status()).isEqualTo(500);
        } finally {
            jdbc.sql("alter table company drop constraint test_refuses").update();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ÄRZTE BUND %s", "a\u0308rzte bund %s", "Ärzte\u00A0 Bund %s", "\uFF21\u0308rzte Bund\u200B %s"})
    void companyWhenItsNameLooksLikeAnotherOneThenIsTaken(String name) {
        String own = UUID.randomUUID().toString();
        assertThat(admin.post(LIST + "/new", every("Ärzte Bund " + own)).status())
                .isEqualTo(303);

        Page refused = admin.post(LIST + "/new", every(name.formatted(own)));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(Html.of(refused).error("name")).isPresent();
    }

    @Test
    void companyWhenTheNameIsTakenOrHasAColonThenSaysSoAtTheField() {
        UUID company = made.of();
        String taken = companies.findById(company).orElseThrow().name().toUpperCase(java.util.Locale.ROOT);

        for (String name : List.of(taken, "a:b", " ", "x".repeat(101))) {
            Page refused = admin.post(
                    LIST + "/new", "name", name, "mfa_required", "no", "grace_days", "0", "enrolment", "pass");
            assertThat(refused.status()).as(name).isEqualTo(422);
            assertThat(Html.of(refused).error("name")).as(name).isPresent();
            assertThat(Html.of(refused).title()).startsWith("Error:");
        }
    }

    @Test
    void policyWhenNotConfirmedThenIsRehearsedAndNotSaved(@WithPassword TestAccount ann, @WithMfa TestAccount bob) {
        UUID company = made.of(ann, bob);

        Page previewed = admin.post(LIST + "/" + company, form(company, "mfa_required", "everyone"));

        assertThat(previewed.status()).isEqualTo(200);
        assertThat(previewed.body())
                .contains("Nothing is saved yet", ann.login(), "Then: Would set up an app at the next sign-in")
                .doesNotContain(bob.login());
        assertThat(policies.of(company).settings()).isEqualTo(PolicySettings.NONE);
        assertThat(admin.post(LIST + "/" + company, form(company, "mfa_required", "everyone", "again", "on"))
                        .body())
                .contains("See what it would do");
    }

    @Test
    void policyWhenConfirmedThenIsInForceAndWrittenDown() {
        UUID company = made.of(accounts.withPassword("ann"));

        Page saved = admin.post(
                LIST + "/" + company,
                form(
                        company,
                        "mfa_required",
                        "everyone",
                        "grace_days",
                        "7",
                        "enrolment",
                        "pass",
                        "trusted_device_days",
                        "5",
                        "trusted_networks",
                        "10.0.0.0/8,\n 2001:db8::/32",
                        "confirmed",
                        "on"));

        assertThat(saved.location()).isEqualTo(LIST + "?done=company-changed");
        assertThat(policies.of(company).settings())
                .isEqualTo(new PolicySettings(
                        MfaRequired.EVERYONE,
                        7,
                        EnrolmentMethod.PASS,
                        true,
                        5,
                        List.of("10.0.0.0/8", "2001:db8::/32")));
        assertThat(admin.get("/settings/audit?kind=policy_changed").body())
                .contains(
                        "Before: Two-step sign-in is not required. Users have no days of grace.",
                        "Now: Two-step sign-in is required of everyone. Users have 7 days of grace.")
                .doesNotContain("mfa_required everyone");
    }

    @Test
    void policyWhenAFieldIsWrongThenSaysSoThereAndKeepsWhatWasTyped() {
        UUID company = made.of();
        Map<String, String> wrong = new LinkedHashMap<>(Map.of(
                "mfa_required", "some",
                "grace_days", "91",
                "enrolment", "letter",
                "trusted_device_days", "0",
                "trusted_networks", "10.0.0.0/8, example.org/8"));
        wrong.forEach((field, value) -> {
            Page refused = admin.post(LIST + "/" + company, form(company, field, value, "confirmed", "on"));

            assertThat(refused.status()).as(field).isEqualTo(422);
            assertThat(Html.of(refused).error(field)).as(field).isPresent();
            if (!field.equals("mfa_required") && !field.equals("enrolment")) {
                assertThat(Html.of(refused).value(field)).isEqualTo(value);
            }
        });
        assertThat(policies.of(company).settings()).isEqualTo(PolicySettings.NONE);
    }

    @Test
    void policyWhenSomebodyElseSavedMeanwhileThenTellsAndOverwritesNothing() {
        UUID company = made.of();
        String[] old = form(company, "grace_days", "3", "confirmed", "on");
        admin.post(LIST + "/" + company, form(company, "grace_days", "5", "confirmed", "on"));

        Page stale = admin.post(LIST + "/" + company, old);

        assertThat(stale.status()).isEqualTo(422);
        assertThat(stale.body()).contains("Somebody else changed this");
        assertThat(Html.of(stale).error("grace_days").orElse("")).contains("5");
        assertThat(Html.of(stale).value("grace_days")).isEqualTo("3");
        assertThat(policies.of(company).settings().graceDays()).isEqualTo(5);
        assertThat(admin.post(
                                LIST + "/" + company,
                                form(
                                        company,
                                        "grace_days",
                                        "3",
                                        "version",
                                        Html.of(stale).value("version"),
                                        "confirmed",
                                        "on"))
                        .status())
                .isEqualTo(303);
    }

    @Test
    void policyWhenItWouldLockTheLastAdministratorOutThenIsRefused(@WithPassword(Role.ADMIN) TestAccount last) {
        UUID company = made.of(last);
        TestBrowser browser = browsers.open().signIn(last);
        try (var alone = TestAdministrators.only(jdbc, last)) {
            String[] form = form(
                    company,
                    "mfa_required",
                    "administrators",
                    "grace_days",
                    "30",
                    "enrolment",
                    "pass",
                    "confirmed",
                    "on");
            Page refused = browser.post(LIST + "/" + company, form);

            assertThat(refused.status()).isEqualTo(422);
            assertThat(Html.of(refused).error("enrolment").orElse("")).contains("last administrator");
            assertThat(browser.post(
                                    LIST + "/" + company,
                                    form(
                                            company,
                                            "mfa_required",
                                            "everyone",
                                            "enrolment",
                                            "password",
                                            "confirmed",
                                            "on"))
                            .status())
                    .as("with the password alone he can help himself")
                    .isEqualTo(303);
        }
    }

    @Test
    void companyWhenItIsNoneOrNotForThisRoleThenIsNotShown() {
        TestBrowser user = browsers.open().signIn(accounts.withPassword("ann"));
        UUID company = made.of();

        assertThat(admin.get(LIST + "/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(admin.get(LIST + "/x").status()).isEqualTo(404);
        assertThat(user.get(LIST).status()).isEqualTo(403);
        assertThat(user.post(LIST + "/" + company, form(company, "mfa_required", "everyone", "confirmed", "on"))
                        .status())
                .isEqualTo(403);
        assertThat(policies.of(company).settings()).isEqualTo(PolicySettings.NONE);
    }

    /** What was previewed is what happens, account by account, whatever the policy and the users are. */
    @Test
    void previewWhenSavedThenWasRight() {
        Random random = new Random(7);
        for (int round = 0; round < 6; round++) {
            TestAccount[] members = {
                accounts.withPassword("a"),
                accounts.withMfa("b"),
                accounts.withPassword("c", Role.ADMIN),
                accounts.withMfa("d", Role.ADMIN),
                accounts.withPassword("e")
            };
            UUID company = made.of(members);
            clock.pass(Duration.ofDays(random.nextInt(3)));
            PolicySettings settings = new PolicySettings(
                    MfaRequired.values()[random.nextInt(3)],
                    random.nextInt(3),
                    EnrolmentMethod.values()[random.nextInt(2)],
                    random.nextBoolean(),
                    null,
                    List.of());
            var said = preview.of(company, settings);

            policies.change(company, settings);

            Map<State, Long> counts = new LinkedHashMap<>();
            for (TestAccount member : members) {
                counts.merge(stands(member), 1L, Long::sum);
            }
            counts.forEach((state, count) ->
                    assertThat(said.counts()).as("%s", settings).containsEntry(state, count));
        }
    }

    private State stands(TestAccount member) {
        if (member.secret() != null) {
            return State.READY;
        }
        TestBrowser browser = browsers.open();
        String step = browser.enterPassword(member).location();
        return switch (Objects.requireNonNull(step)) {
            case "/preferences/authenticators/new" -> State.DUE;
            case "/login/enrolment-pass" -> State.DUE_BY_PASS;
            case "/" -> browser.get("/").says("requires two-step sign-in. You have") ? State.GRACE : State.FREE;
            default -> throw new AssertionError(step);
        };
    }
}
