package dev.vestibule.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountDetails;
import dev.vestibule.account.AccountService;
import dev.vestibule.account.Passwords;
import dev.vestibule.account.Role;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.account.Username;
import dev.vestibule.company.CompanyRepository;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.TestWizard;
import dev.vestibule.testing.VestibuleTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the QR code and the link of the wizard say. */
@VestibuleTest
record AuthenticatorWizardControllerKeyUriHttpTest(
        Browsers browsers,
        AccountService accountService,
        SetPasswordLinks links,
        Passwords passwords,
        CompanyRepository companies,
        TestClock clock) {
    @Test
    void keyUriWhenShownThenNamesCompanyAndLoginPercentEncoded() {
        UUID company = companies.findAllByOrderByName().get(0).id();
        Username login = Username.parse("zoë+100%&a=b?#/").orElseThrow();
        var account = accountService.create(login, new AccountDetails("Zoë", null, company), Role.USER);
        passwords.set(links.issue(account.id()).token().text(), TestAccounts.PASSWORD);
        TestAccount zoe = new TestAccount(account.id(), login.text(), TestAccounts.PASSWORD, null, clock);

        Page page = browsers.open().signIn(zoe).get(TestWizard.URL);

        String secret = TestWizard.secret(page);
        assertThat(page.body())
                .contains("<svg")
                .contains("href=\"otpauth://totp/My%20Company:zo%C3%AB%2B100%25%26a%3Db%3F%23%2F?secret=" + secret
                        + "&amp;issuer=My%20Company&amp;algorithm=SHA1&amp;digits=6&amp;period=30\"");
    }
}
