package dev.vestibule.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Login;
import dev.vestibule.account.Passwords;
import dev.vestibule.account.PersonalData;
import dev.vestibule.account.Registrar;
import dev.vestibule.account.Role;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.company.Companies;
import dev.vestibule.house.TestBrowser.Page;
import dev.vestibule.house.TestClock;
import dev.vestibule.house.TestHouse.Browsers;
import dev.vestibule.house.TestHouse.People;
import dev.vestibule.house.TestHouse.TestPerson;
import dev.vestibule.house.TestWizard;
import dev.vestibule.house.VestibuleTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the QR code and the link of the wizard say. */
@VestibuleTest
class WizardKeyUriHttpTest {
    @Autowired
    Browsers browsers;

    @Autowired
    Registrar registrar;

    @Autowired
    SetPasswordLinks links;

    @Autowired
    Passwords passwords;

    @Autowired
    Companies companies;

    @Autowired
    TestClock clock;

    @Test
    void keyUriWhenShownThenNamesCompanyAndLoginPercentEncoded() {
        UUID company = companies.findAllByOrderByName().get(0).id();
        Login login = Login.parse("zoë+100%&a=b?#/").orElseThrow();
        var account = registrar.create(login, new PersonalData("Zoë", null, company), Role.USER);
        passwords.set(links.issue(account.id()).token().text(), People.PASSWORD);
        TestPerson zoe = new TestPerson(account.id(), login.text(), People.PASSWORD, null, clock);

        Page page = browsers.open().signIn(zoe).get(TestWizard.URL);

        String secret = TestWizard.secret(page);
        assertThat(page.body())
                .contains("<svg")
                .contains("href=\"otpauth://totp/My%20Company:zo%C3%AB%2B100%25%26a%3Db%3F%23%2F?secret=" + secret
                        + "&amp;issuer=My%20Company&amp;algorithm=SHA1&amp;digits=6&amp;period=30\"");
    }
}
