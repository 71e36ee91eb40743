package dev.vestibule.settings.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A user tries to act as an administrator, and an administrator to do what none may. */
@Tag("attack")
@VestibuleTest
record AdministrationAttackTest(Browsers browsers, TestAccounts accounts, JdbcClient jdbc, TestClock clock) {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/settings",
                "/settings/users",
                "/settings/users/new",
                "/settings/parameters",
                "/settings/audit",
                "/settings/audit.csv",
                "/settings/users/00000000-0000-0000-0000-000000000000",
                "/settings/no-such-page"
            })
    void pageOfAdministratorsWhenAskedForByAUserThenIsForbiddenAndAsksForNoProof(String path) {
        TestBrowser user = browsers.open().signIn(accounts.withMfa("ann"));

        assertThat(user.get(path).status()).isEqualTo(403);
    }

    @Test
    void formOfAdministratorsWhenSentByAUserThenChangesNothing(
            @WithPassword TestAccount mallory, @WithPassword TestAccount ann) {
        TestBrowser user = browsers.open().signIn(mallory);
        String before = jdbc.sql("select string_agg(role || disabled || name, ',' order by id) from account")
                .query(String.class)
                .single();

        for (String form : List.of(
                "disable",
                "enable",
                "role",
                "password-link",
                "mfa-disable",
                "delete",
                "end-sessions",
                "revoke-trusted-devices")) {
            assertThat(user.post("/settings/users/" + ann.id() + "/" + form, "role", "ADMIN")
                            .status())
                    .as(form)
                    .isEqualTo(403);
        }
        assertThat(user.post("/settings/users/" + mallory.id() + "/role", "role", "ADMIN")
                        .status())
                .isEqualTo(403);
        assertThat(user.post("/settings/parameters/auth_totp.secure_cookie", "value", "0")
                        .status())
                .isEqualTo(403);
        assertThat(jdbc.sql("select string_agg(role || disabled || name, ',' order by id) from account")
                        .query(String.class)
                        .single())
                .isEqualTo(before);
    }

    @Test
    void profileWhenItCarriesMoreFieldsThenChangesNoRoleAndNoCompany(@WithPassword TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);

        browser.post(
                "/preferences/profile",
                "name",
                "Ann",
                "time_zone",
                "UTC",
                "role",
                "ADMIN",
                "login",
                "root",
                "mfaEnabled",
                "false",
                "disabled",
                "true",
                "companyId",
                UUID.randomUUID().toString());

        assertThat(jdbc.sql("select login || role || disabled from account where id = :id")
                        .param("id", ann.id())
                        .query(String.class)
                        .single())
                .isEqualTo(ann.login() + "USERfalse");
        assertThat(browser.get("/settings").status()).isEqualTo(403);
    }

    @Test
    void roleWhenTakenAwayThenClosesSettingsWithTheNextRequest(@WithPassword(Role.ADMIN) TestAccount other) {
        TestBrowser demoted = browsers.open().signIn(other);
        assertThat(demoted.get("/settings/users").status()).isEqualTo(200);
        TestBrowser admin = browsers.open().signIn(accounts.withPassword("root", Role.ADMIN));
        admin.post("/settings/users/" + other.id() + "/role", "role", "USER");

        assertThat(demoted.get("/settings/users").status()).isEqualTo(403);
    }

    @Test
    void settingsWhenTheProofIsOldThenAskAgain(@WithPassword(Role.ADMIN) TestAccount root) {
        TestBrowser admin = browsers.open().signIn(root);
        for (int i = 0; i < 3; i++) {
            clock.pass(Duration.ofMinutes(45));
            admin.get("/");
        }

        assertThat(admin.get("/settings/users").location()).isEqualTo("/login?proof");
    }

    @Test
    void roleWhenChangedInASessionLeftOpenThenTakesAProof(@WithPassword TestAccount ann) {
        TestBrowser admin = browsers.open().signIn(accounts.withPassword("root", Role.ADMIN));
        clock.pass(Duration.ofMinutes(16));

        assertThat(admin.post("/settings/users/" + ann.id() + "/role", "role", "ADMIN")
                        .location())
                .isEqualTo("/login?proof");
        assertThat(browsers.open().signIn(ann).get("/settings").status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "366", "1e3", "30; drop table account", "\u0663", "", "99999999999999999999"})
    void parameterWhenOutOfBoundsThenIsRefused(String value) {
        TestBrowser admin = browsers.open().signIn(accounts.withPassword("root", Role.ADMIN));

        assertThat(admin.post("/settings/parameters/auth_totp.trusted_device_days", "value", value)
                        .status())
                .isEqualTo(422);
    }
}
