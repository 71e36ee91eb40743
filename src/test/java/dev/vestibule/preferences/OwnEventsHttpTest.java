package dev.vestibule.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationEventPublisher;

/** Recent activity in Preferences: one's own, and nobody else's. */
@VestibuleTest
record OwnEventsHttpTest(Browsers browsers, ApplicationEventPublisher events) {
    private static final Pattern NEXT = Pattern.compile("rel=\"next\"\\s+href=\"([^\"#]+)#events\"");

    @Test
    void activityWhenShownThenIsOnesOwn(@WithPassword TestAccount ann, @WithPassword TestAccount bob) {
        browsers.open().post("/login", "username", ann.login(), "password", "wrong");
        events.publishEvent(
                AuditEvent.of(AuditEventType.AUTHENTICATOR_ADDED, bob.id()).with(AuditDetail.NAME, "Bobs own app"));

        Page page = browsers.open().signIn(ann).get("/preferences");

        assertThat(page.body())
                .contains("Recent activity", "Password refused", "No code was requested: two-step", "Firefox on Linux")
                .doesNotContain("Bobs own app", "Earlier activity");
    }

    @Test
    void activityWhenAnAdministratorActedThenSaysSoAndNotWhichOrFromWhere(
            @WithPassword(Role.ADMIN) TestAccount root, @WithPassword TestAccount ann) {
        TestBrowser admin = browsers.open()
                .with(
                        "User-Agent",
                        "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
                                + " AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36");
        admin.signIn(root);
        admin.post("/settings/users/" + ann.id() + "/password-link");

        String page = browsers.open().signIn(ann).get("/preferences").body();

        assertThat(page).contains("Password link created", "An administrator");
        assertThat(page).doesNotContain(root.login(), "Chrome on Windows");
    }

    @Test
    void activityWhenThereIsMoreThenLeadsOnAndBack(@WithPassword TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        for (int i = 0; i < 25; i++) {
            events.publishEvent(AuditEvent.of(AuditEventType.AUTHENTICATOR_ADDED, ann.id())
                    .with(AuditDetail.NAME, "app-" + i + "."));
        }

        Page first = browser.get("/preferences");
        var next = NEXT.matcher(first.body());
        assertThat(next.find()).isTrue();
        Page second = browser.get(next.group(1));

        assertThat(first.body()).contains("app-24.", "app-15.").doesNotContain("app-14.", "Latest activity");
        assertThat(second.body())
                .contains("app-14.", "app-5.", "Latest activity")
                .doesNotContain("app-15.", "app-4.");
        assertThat(browser.get("/preferences?after=nowhere").status()).isEqualTo(400);
    }
}
