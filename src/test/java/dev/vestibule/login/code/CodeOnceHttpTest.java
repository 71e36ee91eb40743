package dev.vestibule.login.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A code opens one session, on whatever node and however often it is sent at once. */
@VestibuleTest
record CodeOnceHttpTest(Browsers browsers, SecondNode second, TestAccounts accounts) {
    private static final int SESSIONS = 20;

    @Test
    void codeWhenSentByTwentySessionsOnTwoNodesThenOneGetsIn(@WithMfa TestAccount ann) throws Exception {
        List<TestBrowser> pending = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            TestBrowser browser = i % 2 == 0 ? browsers.open() : second.open();
            browser.enterPassword(ann);
            pending.add(browser);
        }
        String code = ann.code();
        CyclicBarrier start = new CyclicBarrier(SESSIONS);

        List<String> answers = all(pending.stream()
                .<Callable<String>>map(browser -> {
                    String form = "confirmation_code=" + code + "&_csrf=" + browser.token();
                    return () -> {
                        start.await();
                        return String.valueOf(
                                browser.postRaw("/login/code", form).location());
                    };
                })
                .toList());

        assertThat(answers)
                .isSubsetOf("/", "/login/code?error=used", "/login/code?error=wait")
                .containsOnlyOnce("/");
        assertThat(pending.stream().filter(TestBrowser::isSignedIn)).hasSize(1);
    }

    @Test
    void codeWhenSentTwiceAtOnceInOneSessionThenAcceptedOnce(@WithMfa TestAccount ann, TestBrowser browser)
            throws Exception {
        browser.enterPassword(ann);
        String form = "confirmation_code=" + ann.code() + "&_csrf=" + browser.token();
        CyclicBarrier start = new CyclicBarrier(2);
        Callable<TestBrowser> send = () -> {
            TestBrowser tab = browser.copy();
            start.await();
            tab.postRaw("/login/code", form);
            return tab;
        };

        List<TestBrowser> tabs = all(List.of(send, send));

        assertThat(tabs.stream().filter(TestBrowser::isSignedIn)).hasSize(1);
    }

    @Test
    void codeWhenAcceptedInAnotherSessionOnAnotherNodeThenUsed(@WithMfa TestAccount ann) {
        String code = ann.code();
        TestBrowser first = browsers.open();
        TestBrowser other = second.open();
        first.enterPassword(ann);
        other.enterPassword(ann);

        assertThat(first.enterCode(code).location()).isEqualTo("/");
        assertThat(other.enterCode(code).location()).isEqualTo("/login/code?error=used");
        assertThat(other.isSignedIn()).isFalse();
    }

    @Test
    void codeWhenAcceptedInOtherDigitsThenUsedHoweverItIsTyped(@WithMfa TestAccount ann) {
        String code = ann.code();
        String fullWidth = code.chars()
                .mapToObj(digit -> Character.toString(digit - '0' + 0xff10))
                .collect(Collectors.joining());
        TestBrowser first = browsers.open();
        first.enterPassword(ann);

        assertThat(first.enterCode("\u200e" + fullWidth.substring(0, 3) + "-" + fullWidth.substring(3) + "\ufe0f")
                        .location())
                .isEqualTo("/");
        for (String again : List.of(code, fullWidth, code.substring(0, 3) + "\u2011" + code.substring(3))) {
            TestBrowser other = browsers.open();
            other.enterPassword(ann);
            assertThat(other.enterCode(again).location()).isEqualTo("/login/code?error=used");
        }
    }

    @Test
    void codeWhenOneOfTwoAppsShowsItThenAccepted() {
        TestAccount phone = accounts.withMfa("ann");
        TestAccount tablet = accounts.withApp(phone, "Tablet");
        TestBrowser browser = browsers.open();
        browser.enterPassword(phone);

        assertThat(browser.enterCode(tablet.code()).location()).isEqualTo("/");
        assertThat(browsers.open().signIn(phone).isSignedIn()).isTrue();
    }

    private static <T> List<T> all(List<Callable<T>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(work)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
