package dev.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.Links;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.Target;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A code that was seen, or the same code many times at once. */
@Tag("attack")
@VestibuleTest
record ReplayAttackTest(Browsers browsers, TestAccounts accounts, SecondNode secondNode, TestClock clock) {
    @ParameterizedTest
    @ValueSource(strings = {"%s", " %s ", "%s\t", "%2$s %3$s"})
    void codeWhenUsedThenIsWorthNothingHoweverItIsSpaced(String format) {
        TestAccount ann = Target.victim(accounts);
        String code = ann.code();
        browsers.open().signIn(ann);
        TestBrowser thief = Target.pending(browsers, ann);

        String typed = String.format(format, code, code.substring(0, 3), code.substring(3));

        assertThat(thief.enterCode(typed).location()).isEqualTo("/login/code?error=used");
        Target.assertOutside(thief);
    }

    @Test
    void codeOfAnEarlierStepWhenANewerOneWasUsedThenIsWorthNothing() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser owner = Target.pending(browsers, ann);
        assertThat(owner.enterCode(ann.code(1)).location()).isEqualTo("/");
        TestBrowser thief = Target.pending(browsers, ann);

        assertThat(thief.enterCode(ann.code()).location()).isEqualTo("/login/code?error=used");
        assertThat(thief.enterCode(ann.code(-1)).location()).isEqualTo("/login/code?error=used");
    }

    @Test
    void codeWhenUsedAsAProofThenIsWorthNothing() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser owner = Target.trusted(browsers, ann);
        owner.prove(ann, owner.get("/preferences/mfa/disable"));
        TestBrowser thief = Target.pending(browsers, ann);

        assertThat(thief.enterCode(ann.code()).location()).isEqualTo("/login/code?error=used");
    }

    @Test
    void codeWhenSentByManySessionsOnTwoNodesAtOnceThenOneGetsIn() throws InterruptedException {
        TestAccount ann = Target.victim(accounts);
        List<TestBrowser> thieves = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            TestBrowser thief = i % 2 == 0 ? browsers.open() : secondNode.open();
            thief.enterPassword(ann);
            thieves.add(thief);
        }
        List<Callable<String>> tries = thieves.stream()
                .<Callable<String>>map(thief -> {
                    String form = "confirmation_code=" + ann.code() + "&_csrf=" + thief.token();
                    return () ->
                            String.valueOf(thief.postRaw("/login/code", form).location());
                })
                .toList();

        assertThat(Race.between(tries)).containsOnlyOnce("/");
        assertThat(thieves).filteredOn(TestBrowser::isSignedIn).hasSize(1);
    }

    @Test
    void linkWhenSentTwiceAtOnceThenSetsOnePassword() throws InterruptedException {
        TestAccount admin = accounts.withPassword("root", dev.vestibule.account.Role.ADMIN);
        TestAccount ann = accounts.withPassword("ann");
        TestBrowser administrator = browsers.open().signIn(admin);
        String link = Links.in(administrator.post("/settings/users/" + ann.id() + "/password-link"));
        List<Callable<Integer>> holders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            TestBrowser holder = browsers.open();
            String password = Target.NEW_PASSWORD + i;
            String form =
                    "new_password=" + password + "&new_password_confirmation=" + password + "&_csrf=" + holder.token();
            holders.add(() -> holder.postRaw(link, form).status());
        }

        assertThat(Race.between(holders)).containsOnlyOnce(303);
        assertThat(browsers.open().get(link).status()).isEqualTo(410);
    }
}
