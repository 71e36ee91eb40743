package dev.vestibule.settings.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An administrator signs somebody out everywhere. */
@VestibuleTest
record UserSessionsHttpTest(Browsers browsers, SecondNode second, TestAccounts accounts) {
    @Test
    void endSessionsWhenPressedThenAllOfTheAccountAreOverAndAreTold(@WithMfa TestAccount zed, TestBrowser trusted) {
        trusted.enterPassword(zed);
        trusted.post("/login/code", "confirmation_code", zed.code(), "remember_device", "on");
        TestBrowser pending = second.open();
        pending.enterPassword(zed);
        TestBrowser ada = browsers.open().signIn(accounts.withPassword("ada", Role.ADMIN));
        assertThat(Html.of(ada.get("/settings/users/" + zed.id())).hasForm(form(zed.id())))
                .isTrue();

        Page answer = ada.post(form(zed.id()));

        assertThat(answer.location()).isEqualTo("/settings/users/" + zed.id() + "?done=user-sessions-ended");
        assertThat(ada.follow(answer).says("All sessions of this user are ended."))
                .isTrue();
        assertThat(trusted.at(second.port()).get("/").location()).isEqualTo("/login?ended=others");
        assertThat(pending.get("/login/code").location()).isEqualTo("/login?ended=others");
        assertThat(trusted.enterPassword(zed).location()).as("the device stays").isEqualTo("/");
    }

    @Test
    void endSessionsWhenTheyAreOnesOwnThenThisOneStays() {
        TestAccount account = accounts.withPassword("ada", Role.ADMIN);
        TestBrowser other = browsers.open().signIn(account);
        TestBrowser ada = browsers.open().signIn(account);

        Page answer = ada.post(form(account.id()));

        assertThat(ada.follow(answer).says("All your other sessions are ended."))
                .isTrue();
        assertThat(other.get("/").location()).isEqualTo("/login?ended=others");
    }

    @Test
    void endSessionsWhenNobodyHasTheIdThenThereIsNothing() {
        TestBrowser ada = browsers.open().signIn(accounts.withPassword("ada", Role.ADMIN));

        assertThat(ada.post(form(UUID.randomUUID())).status()).isEqualTo(404);
    }

    @Test
    void endSessionsWhenAUserAsksThenForbidden(@WithPassword TestAccount zed) {
        TestBrowser hers = browsers.open().signIn(zed);

        assertThat(browsers.open()
                        .signIn(accounts.withPassword("eve"))
                        .post(form(zed.id()))
                        .status())
                .isEqualTo(403);
        assertThat(hers.isSignedIn()).isTrue();
    }

    private static String form(UUID id) {
        return "/settings/users/" + id + "/end-sessions";
    }
}
