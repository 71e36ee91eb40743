package dev.vestibule.reauthentication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.Role;
import dev.vestibule.company.CompanyRepository;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** A form without its proof changes nothing and is not kept; what is kept is the page to send it from again. */
@VestibuleTest
class RequiredReauthenticationFormHttpTest {
    private static final String AGAIN = "Nothing was changed yet. Confirm once more.";

    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts testAccounts;

    @Autowired
    AccountRepository accounts;

    @Autowired
    CompanyRepository companies;

    @Autowired
    Parameters parameters;

    @Autowired
    TestClock clock;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    /** These tests are about proofs; a session must not end while one grows old. */
    @BeforeEach
    void letSessionsLast() {
        parameters.set(Parameter.IDLE_MINUTES, 1_440);
        parameters.set(Parameter.ABSOLUTE_HOURS, 720);
    }

    @AfterEach
    void reset() {
        parameters.reset(Parameter.IDLE_MINUTES);
        parameters.reset(Parameter.ABSOLUTE_HOURS);
        parameters.reset(Parameter.FRESH_MINUTES);
        parameters.reset(Parameter.ELEVATED_MINUTES);
    }

    private TestBrowser longAgo(TestAccount account) {
        TestBrowser browser = browsers.open().signIn(account);
        clock.pass(Duration.ofMinutes(120));
        return browser;
    }

    @Test
    void formWhenTheProofWasOwedThenIsSentAgainFromItsPage(@WithMfa TestAccount ann) {
        TestBrowser browser = longAgo(ann);

        Page refused = browser.post("/preferences/mfa/disable");
        assertThat(mfa(ann)).isTrue();
        Page back = browser.prove(ann, refused);

        assertThat(back.location()).isEqualTo("/preferences/mfa/disable?done=again");
        assertThat(browser.follow(back).says(AGAIN)).isTrue();
        assertThat(mfa(ann)).as("it was not sent by itself").isTrue();
        assertThat(browser.post("/preferences/mfa/disable").location()).isEqualTo("/preferences?done=mfa-disabled");
        assertThat(mfa(ann)).isFalse();
    }

    @Test
    void formWhenItIsRefusedThenNothingOfItIsKept(@WithPassword(Role.ADMIN) TestAccount root) {
        TestBrowser browser = longAgo(root);

        browser.post("/settings/users/new", "login", "typed-secret", "name", "Typed");

        String kept = new String(
                Base64.getDecoder()
                        .decode(Objects.requireNonNull(browser.cookies().get("REDIRECT_URI"))),
                StandardCharsets.UTF_8);
        assertThat(kept).endsWith("/settings/users/new?done=again").doesNotContain("typed");
        assertThat(accounts.existsByLogin("typed-secret")).isFalse();
    }

    @Test
    void formWhenItHasNoPageOfItsOwnThenLeadsBackToThePageItIsOn(
            @WithPassword(Role.ADMIN) TestAccount root, @WithPassword TestAccount uma) {
        String user = "/settings/users/" + uma.id();
        TestBrowser browser = longAgo(root);

        assertThat(browser.prove(root, browser.post(user + "/disable")).location())
                .isEqualTo(user + "?done=again");
        assertThat(accounts.findById(uma.id()).orElseThrow().disabled()).isFalse();

        clock.pass(Duration.ofMinutes(120));
        Page refused = browser.post("/settings/parameters/auth.fresh_minutes", "value", "7");
        Page back = browser.prove(root, refused);
        assertThat(back.location()).isEqualTo("/settings/parameters?done=again");
        assertThat(browser.follow(back).says(AGAIN)).isTrue();
        assertThat(parameters.current().number(Parameter.FRESH_MINUTES)).isEqualTo(15);
    }

    /** Found from the mappings, so that a form that is added is covered. */
    @Test
    void formWhenSentTooLateThenEveryOneOfThemLeadsToAPage(@WithPassword(Role.ADMIN) TestAccount root) {
        TestBrowser browser = longAgo(root);
        List<String> forms = forms();

        int owed = 0;
        for (String form : forms) {
            Page refused = browser.post(form);
            if ("/login?proof".equals(refused.location())) {
                owed++;
                Page back = browser.prove(root, refused);
                assertThat(back.location()).as(form).endsWith("?done=again");
                assertThat(browser.follow(back).status())
                        .as(form)
                        .isEqualTo(
                                form.startsWith("/preferences/authenticators/") && form.endsWith("/delete")
                                                || form.contains("/api-keys/") && form.endsWith("/revoke")
                                        ? 404
                                        : 200);
                clock.pass(Duration.ofMinutes(120));
            }
        }
        assertThat(owed).isGreaterThanOrEqualTo(15);
    }

    private List<String> forms() {
        String user = testAccounts.withPassword("uma").id().toString();
        String company = companies.findAllByOrderByName().get(0).id().toString();
        return mappings.getHandlerMethods().keySet().stream()
                .filter(mapping -> mapping.getMethodsCondition().getMethods().contains(RequestMethod.POST))
                .map(RequestMappingInfo::getPatternValues)
                .flatMap(java.util.Collection::stream)
                .filter(pattern -> pattern.startsWith("/settings/") || pattern.startsWith("/preferences/"))
                .map(pattern -> pattern.replace("/companies/{id}", "/companies/" + company)
                        .replace("{id}", user)
                        .replace("{key}", "auth.fresh_minutes"))
                .distinct()
                .toList();
    }

    @Test
    void changeWhenItTakesNoProofThenIsDoneAtOnce(@WithMfa TestAccount ann) {
        TestBrowser browser = longAgo(ann);

        assertThat(browser.get("/preferences").status()).isEqualTo(200);
        assertThat(browser.post("/preferences/trusted-devices/revoke-all").location())
                .isEqualTo("/preferences?done=devices-revoked");
        assertThat(browser.post("/preferences/trusted-devices/" + UUID.randomUUID() + "/revoke")
                        .status())
                .isEqualTo(404);
        assertThat(browser.post("/preferences/authenticators/new/cancel").location())
                .isEqualTo("/preferences");
        assertThat(browser.post("/preferences/profile", "name", "Ann", "time_zone", "UTC")
                        .location())
                .isEqualTo("/preferences?done=profile");
        assertThat(browser.post("/logout").location()).isEqualTo("/login?logout");
    }

    @Test
    void pageAskedForWhenForgedThenAProofLeadsToAPathOfOurs(@WithMfa TestAccount ann) {
        TestBrowser browser = longAgo(ann);
        for (String forged : List.of(
                "https://evil.example/preferences/mfa/disable",
                "//evil.example",
                "/\\evil.example",
                "https://evil.example//x",
                "https://evil.example/login/code?proof")) {
            browser.cookies()
                    .put("REDIRECT_URI", Base64.getEncoder().encodeToString(forged.getBytes(StandardCharsets.UTF_8)));

            browser.post("/login", "password", ann.password());
            Page back = browser.enterCode(ann.code());

            assertThat(back.location()).as(forged).matches("/([^/\\\\].*)?").doesNotContain("evil");
            clock.pass(Duration.ofMinutes(120));
        }
    }

    @Test
    void formWhenItHasNoTokenThenIsRefusedAsEver() {
        TestBrowser browser = longAgo(testAccounts.withMfa("ann"));

        assertThat(browser.postRaw("/preferences/mfa/disable", "").status()).isEqualTo(403);
        browser.get("/preferences/mfa/disable");
        assertThat(browser.postRaw("/login", "password=x").status()).isEqualTo(403);
    }

    private boolean mfa(TestAccount account) {
        return accounts.findById(account.id()).orElseThrow().mfaEnabled();
    }
}
