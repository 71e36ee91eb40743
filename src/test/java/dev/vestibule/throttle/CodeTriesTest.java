package dev.vestibule.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.Race;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.VestibuleTest;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** How many codes may be tried, and how long one waits then. */
@VestibuleTest
class CodeTriesTest {
    @Autowired
    CodeTries tries;

    @Autowired
    TestAccounts accounts;

    @Autowired
    TestClock clock;

    private UUID account = new UUID(0, 0);

    @BeforeEach
    void somebody() {
        account = accounts.withPassword("guessed").id();
    }

    @Test
    void fifthWrongCodeInARowThenEndsItsStepAndStartsAWaitThatDoubles() {
        for (int i = 1; i <= 4; i++) {
            assertThat(wrong().endsStep()).isFalse();
            assertThat(tries.wait(account)).isEmpty();
        }
        for (int seconds : new int[] {30, 60, 120, 240, 480, 960, 1920, 3600, 3600}) {
            assertThat(wrong().endsStep()).isTrue();
            assertThat(Objects.requireNonNull(tries.wait(account).orElseThrow().end()))
                    .isEqualTo(clock.instant().plusSeconds(seconds));
            assertThat(tries.reserve(account)).isEmpty();
            clock.pass(Duration.ofSeconds(seconds));
        }
    }

    @Test
    void rightCodeThenEndsTheRowAndTakesNothingOffTheRollingCount() {
        fail(4);
        tries.right(reserve());

        assertThat(tries.wait(account)).isEmpty();
        CodeTries.Wrong next = wrong();
        assertThat(next.inARow()).isOne();
        assertThat(next.rolling()).isEqualTo(5);
    }

    @Test
    void codeWhenGivenBackThenWasNeitherWrongNorRight() {
        fail(4);
        for (int i = 0; i < 10; i++) {
            reserve().close();
        }

        assertThat(wrong().rolling()).isEqualTo(5);
        assertThat(tries.reserve(account)).isEmpty();
    }

    @Test
    void fiftyWrongCodesWithinThirtyDaysThenStopUntilUnlocked() {
        failPatiently(50);

        assertThat(tries.reserve(account)).isEmpty();
        assertThat(tries.wait(account)).contains(new CodeTries.Wait(null));
        clock.pass(Duration.ofDays(20));
        assertThat(tries.reserve(account)).isEmpty();

        tries.clear(account);
        assertThat(tries.wait(account)).isEmpty();
        assertThat(wrong().rolling()).isOne();
    }

    @Test
    void fiftyWrongCodesWhenThirtyDaysAreOverThenCountNoLonger() {
        failPatiently(50);
        clock.pass(Duration.ofDays(30));

        assertThat(wrong().rolling()).isOne();
    }

    @Test
    void fiftyWrongCodesWhenRightOnesAreBetweenThenStopAllTheSame() {
        for (int i = 0; i < 50; i++) {
            fail(1);
            if (i < 49) {
                tries.right(reserve());
            }
        }

        assertThat(tries.reserve(account)).isEmpty();
    }

    @Test
    void codesWhenSentAtOnceThenFiveAreChecked() throws InterruptedException {
        assertThat(Race.of(40, this::reserveAndFail))
                .filteredOn(Optional::isPresent)
                .hasSize(5);
    }

    @Test
    void codesWhenSentAtOnceShortOfTheCapThenNeverPassIt() throws InterruptedException {
        for (int i = 0; i < 49; i++) {
            fail(1);
            if (i < 48) {
                tries.right(reserve());
            } else {
                clock.pass(Duration.ofHours(1));
            }
        }

        assertThat(Race.of(20, this::reserveAndFail))
                .filteredOn(Optional::isPresent)
                .hasSize(1);
    }

    @Test
    void codesWhenOfAnotherAccountThenAreCountedApart() {
        fail(5);

        assertThat(tries.reserve(accounts.withPassword("other").id())).isPresent();
    }

    private void failPatiently(int times) {
        for (int i = 0; i < times; i++) {
            fail(1);
            if (i < times - 1) {
                clock.pass(Duration.ofHours(1));
            }
        }
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            wrong();
        }
    }

    private CodeTries.Wrong wrong() {
        return tries.wrong(reserve());
    }

    private Optional<CodeTry> reserveAndFail() {
        Optional<CodeTry> tried = tries.reserve(account);
        tried.ifPresent(tries::wrong);
        return tried;
    }

    private CodeTry reserve() {
        return tries.reserve(account).orElseThrow();
    }
}
