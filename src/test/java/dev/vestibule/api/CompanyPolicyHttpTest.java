package dev.vestibule.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.apikey.Scope;
import dev.vestibule.policy.EnrolmentMethod;
import dev.vestibule.policy.MfaRequired;
import dev.vestibule.policy.Policies;
import dev.vestibule.policy.PolicySettings;
import dev.vestibule.policy.TestCompanies;
import dev.vestibule.testing.ApiClient;
import dev.vestibule.testing.ApiClient.Answer;
import dev.vestibule.testing.ApiClients;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A company's policy by the API, and what it does to who uses the API. */
@VestibuleTest
class CompanyPolicyHttpTest {
    @Autowired
    ApiClients programs;

    @Autowired
    SecondNode second;

    @Autowired
    TestAccounts accounts;

    @Autowired
    TestClock clock;

    @Autowired
    Policies policies;

    @Autowired
    JdbcClient jdbc;

    private ApiClient program;
    private TestAccount ann;
    private UUID company;

    @BeforeEach
    void open() {
        program = programs.byKey(accounts.withMfa("root", Role.ADMIN), Scope.WRITE);
        ann = accounts.withPassword("ann");
        company = new TestCompanies(jdbc, policies, clock).of(ann);
    }

    @AfterEach
    void tidy() {
        TestCompanies.tidy(jdbc);
    }

    private Answer patch(String json) {
        return program.patch("/companies/" + company, json);
    }

    @Test
    void companyWhenMadeWithEveryFieldThenAllOfThemAreStored() {
        String name = "Orchard " + UUID.randomUUID();

        Answer created = program.post("/companies", """
                {"name": "%s", "mfa_required": "everyone", "grace_days": 7, "enrolment": "pass",
                 "trusted_devices_allowed": false, "trusted_device_days": 9,
                 "trusted_networks": ["10.0.0.0/8", "2001:db8::/32"]}""".formatted(name));

        assertThat(created.status()).as(created.body()).isEqualTo(201);
        String id = created.json().path("id").asString();
        assertThat(created.header("Location")).isEqualTo("/api/v1/companies/" + id);
        assertThat(program.get("/companies/" + id).body()).isEqualTo(created.body());
        assertThat(policies.of(UUID.fromString(id)).settings())
                .isEqualTo(new PolicySettings(
                        MfaRequired.EVERYONE,
                        7,
                        EnrolmentMethod.PASS,
                        false,
                        9,
                        List.of("10.0.0.0/8", "2001:db8::/32")));
        assertThat(created.json().path("name").asString()).isEqualTo(name);
    }

    @Test
    void companyWhenAnotherRuleOfTheDatabaseRefusesItThenIsAFaultAndNotTaken() {
        jdbc.sql("alter table company add constraint test_refuses check (name not like 'Refused %') not valid")
                .update();
        try {
            assertThat(program.post("/companies", "{\"name\": \"Refused one\"}").status())
                    .isEqualTo(500);
            assertThat(patch("{\"name\": \"Refused two\"}").status()).isEqualTo(500);
        } finally {
            jdbc.sql("alter table company drop constraint test_refuses").update();
        }
    }

    @Test
    void policyWhenPatchedThenChangesWhatWasSentAndNothingElse() {
        patch("""
                {"mfa_required": "administrators", "grace_days": 7, "enrolment": "pass", "trusted_devices_allowed": false,
                 "trusted_device_days": 9, "trusted_networks": ["10.0.0.0/8", "2001:db8::/32"]}""");

        Answer patched = patch("{\"trusted_device_days\": null, \"grace_days\": 8}");

        assertThat(patched.status()).isEqualTo(200);
        assertThat(patched.json().path("mfa_required").asString()).isEqualTo("administrators");
        assertThat(patched.json().path("grace_days").asInt()).isEqualTo(8);
        assertThat(patched.json().path("enrolment").asString()).isEqualTo("pass");
        assertThat(patched.json().path("trusted_devices_allowed").asBoolean()).isFalse();
        assertThat(patched.json().path("trusted_device_days").isNull()).isTrue();
        assertThat(patched.json().path("trusted_networks").toString()).isEqualTo("[\"10.0.0.0/8\",\"2001:db8::/32\"]");
        assertThat(program.get("/companies/" + company).body()).isEqualTo(patched.body());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"mfa_required\": \"some\"}|#/mfa_required invalid",
                "{\"mfa_required\": null}|#/mfa_required invalid",
                "{\"grace_days\": 91}|#/grace_days out_of_bounds",
                "{\"grace_days\": -1}|#/grace_days out_of_bounds",
                "{\"grace_days\": \"7\"}|#/grace_days invalid",
                "{\"enrolment\": 1}|#/enrolment invalid",
                "{\"trusted_devices_allowed\": \"yes\"}|#/trusted_devices_allowed invalid",
                "{\"trusted_device_days\": 0}|#/trusted_device_days out_of_bounds",
                "{\"trusted_networks\": [\"example.org/8\"]}|#/trusted_networks invalid",
                "{\"trusted_networks\": \"10.0.0.0/8\"}|#/trusted_networks invalid",
                "{\"id\": \"x\", \"since\": 1}|#/id read_only, #/since unknown"
            })
    void policyWhenAFieldIsWrongThenSaysWhichAndChangesNothing(String json, String errors) {
        Answer refused = patch(json);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(String.join(", ", refused.errors())).isEqualTo(errors);
        assertThat(program.get("/companies/" + company)
                        .json()
                        .path("mfa_required")
                        .asString())
                .isEqualTo("no");
    }

    @Test
    void passwordWhenMfaIsDueThenIsRefusedOnEveryNodeAndInGraceIsNot() {
        ApiClient basic = programs.byPassword(ann);
        patch("{\"mfa_required\": \"everyone\", \"grace_days\": 1}");

        Answer inGrace = basic.get("/me");
        assertThat(inGrace.status()).isEqualTo(200);
        assertThat(inGrace.json().path("mfa_required").asBoolean()).isTrue();
        assertThat(inGrace.json().path("grace_until").asString())
                .isEqualTo(clock.instant().plus(Duration.ofDays(1)).toString());

        patch("{\"grace_days\": 0}");

        assertThat(basic.at(second.port()).get("/me").toString()).isEqualTo("401 unauthenticated");
        assertThat(basic.get("/me").toString()).isEqualTo("401 unauthenticated");
        patch("{\"mfa_required\": \"no\"}");
        assertThat(basic.get("/me").status()).isEqualTo(200);
    }

    @Test
    void keyWhenMfaIsDueThenIsRefusedAndWithMfaIsNot(@WithMfa TestAccount bob) {
        jdbc.sql("update account set company_id = :company where id = :bob")
                .param("company", company)
                .param("bob", bob.id())
                .update();
        ApiClient anns = programs.byKey(ann, Scope.READ);
        ApiClient bobs = programs.byKey(bob, Scope.READ);

        patch("{\"mfa_required\": \"everyone\"}");

        assertThat(anns.get("/me").toString()).isEqualTo("401 unauthenticated");
        assertThat(bobs.get("/me").status()).isEqualTo(200);
    }

    @Test
    void policyWhenItWouldLockTheLastAdministratorOutThenIsAConflict(@WithPassword(Role.ADMIN) TestAccount last) {
        ApiClient lasts = programs.byKey(last, Scope.WRITE);
        UUID own = new TestCompanies(jdbc, policies, clock).of(last);
        jdbc.sql("update account set disabled = true where role = 'ADMIN' and id <> :last")
                .param("last", last.id())
                .update();
        try {
            Answer refused = lasts.patch(
                    "/companies/" + own,
                    "{\"mfa_required\": \"everyone\", \"grace_days\": 90, \"enrolment\": \"pass\"}");

            assertThat(refused.toString()).isEqualTo("409 last-administrator");
            assertThat(lasts.get("/companies/" + own)
                            .json()
                            .path("mfa_required")
                            .asString())
                    .isEqualTo("no");
        } finally {
            jdbc.sql("update account set disabled = false where role = 'ADMIN'").update();
        }
    }
}
