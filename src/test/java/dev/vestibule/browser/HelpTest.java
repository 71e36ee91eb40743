package dev.vestibule.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.authenticator.MfaReset;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Wherever something is asked for that can be lost, a link leads to the page that says whom to ask. */
@BrowserTest
@VestibuleTest
class HelpTest {
    @LocalServerPort
    int port;

    @Autowired
    MfaReset factors;

    @Autowired
    TestClock clock;

    @Test
    void reauthenticationWhenSomethingIsLostThenLeadsToTheHelp(Visitors visitors, @WithMfa TestAccount ann) {
        Visitor visitor = visitors.open(port);
        visitor.signIn(ann);
        clock.pass(Duration.ofMinutes(16));

        visitor.open("/preferences/mfa/disable").isAt("/login?proof");
        visitor.follow("Forgot your password?").isAt("/login/help#password");
        visitor.open("/preferences/mfa/disable")
                .fill("Password", ann.password())
                .press("Continue");
        visitor.isAt("/login/code?proof").follow("Lost your phone and codes?").isAt("/login/help#codes");
        visitor.follow("Back to sign-in").isAt("/login/code?proof");
        visitor.follow("Use a recovery code")
                .follow("Lost your phone and codes?")
                .isAt("/login/help#codes");
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 1100})
    void enrolmentPassWhenTypedThenFitsItsField(int width, Visitors visitors, @WithMfa TestAccount ann) {
        factors.resetAnybody(ann.id());
        Visitor visitor = visitors.open(port, options -> options.setViewportSize(width, 800));
        visitor.enterPassword(ann.login(), ann.password()).isAt("/login/enrolment-pass");

        visitor.fill("Enrolment pass", "WWWW-MMMM-WWWW-MMMM");

        var field = visitor.field("Enrolment pass");
        assertThat(field).isVisible();
        assertThat((Boolean) field.evaluate("field => field.scrollWidth <= field.clientWidth"))
                .isTrue();
        visitor.follow("Help with signing in").isAt("/login/help#codes");
    }
}
