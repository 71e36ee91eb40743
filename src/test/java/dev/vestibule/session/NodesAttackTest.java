package dev.vestibule.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.Target;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several nodes and clocks: one node cannot undo what another decided, and only the server's time counts. */
@Tag("attack")
@VestibuleTest
record NodesAttackTest(
        Browsers browsers, TestAccounts accounts, SecondNode secondNode, TestClock clock, Parameters parameters) {
    @AfterEach
    void tidy() {
        parameters.reset(Parameter.CHALLENGE_MINUTES);
    }

    @Test
    void codeWhenUsedOnOneNodeThenIsWorthNothingOnTheOther() {
        TestAccount ann = Target.victim(accounts);
        browsers.open().signIn(ann);
        TestBrowser thief = secondNode.open();
        thief.enterPassword(ann);

        assertThat(thief.enterCode(ann.code()).location()).isEqualTo("/login/code?error=used");
    }

    @Test
    void guessesWhenSpreadOverNodesThenAreOneRow() {
        TestAccount ann = Target.victim(accounts);
        for (int i = 0; i < 5; i++) {
            TestBrowser guesser = i % 2 == 0 ? browsers.open() : secondNode.open();
            guesser.enterPassword(ann);
            guesser.enterCode(Target.WRONG_CODE);
        }
        TestBrowser guesser = secondNode.open();
        guesser.enterPassword(ann);

        assertThat(guesser.enterCode(ann.code()).location()).isEqualTo("/login/code?error=wait");
    }

    @Test
    void deviceWhenRevokedOnOneNodeThenSkipsNothingOnTheOther() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser device = Target.trusted(browsers, ann);
        TestBrowser owner = browsers.open();
        clock.passWindow();
        owner.signIn(ann).post("/preferences/trusted-devices/revoke-all");

        assertThat(device.at(secondNode.port()).get("/").location()).startsWith("/login");
    }

    @Test
    void parameterWhenTightenedOnOneNodeThenBitesOnTheOtherAtOnce() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser pending = secondNode.open();
        pending.enterPassword(ann);
        clock.pass(Duration.ofMinutes(2));
        parameters.set(Parameter.CHALLENGE_MINUTES, 1);

        assertThat(pending.enterCode(ann.code()).location()).startsWith("/login?");
        Target.assertOutside(pending);
    }

    @Test
    void codeWhenOutOfTheWindowThenIsWrongWhateverTimeTheClientClaims() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser thief = Target.pending(browsers, ann).with("Date", "Tue, 01 Jan 2030 00:00:00 GMT");

        for (int step : new int[] {-3, -2, 2, 3}) {
            assertThat(thief.enterCode(ann.code(step)).location()).isEqualTo("/login/code?error=wrong");
        }
        Target.assertOutside(thief);
    }
}
