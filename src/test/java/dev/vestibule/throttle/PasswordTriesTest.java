package dev.vestibule.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.vestibule.account.Username;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.platform.BatchDelete;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.throttle.PasswordTries.AccountWaits;
import dev.vestibule.throttle.PasswordTries.NetworkWaits;
import dev.vestibule.throttle.PasswordTries.Try;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** How many passwords may be tried, and how long one waits then. */
@VestibuleTest
class PasswordTriesTest {
    private static final AtomicInteger COUNT = new AtomicInteger();

    @Autowired
    PasswordTries tries;

    @Autowired
    BatchDelete batches;

    @Autowired
    TryCounters counters;

    @Autowired
    Parameters parameters;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TestClock clock;

    private final Optional<Username> login = Username.parse("guessed" + COUNT.incrementAndGet());

    @AfterEach
    void tidy() {
        parameters.reset(Parameter.ADDRESS_FAILURES);
        jdbc.sql("delete from throttle").update();
    }

    @Test
    void tenFailuresWhenOfOneAccountFromOneNetworkThenItWaitsLongerEachTime() {
        Caller guesser = from("198.51.100.1");
        fail(10, guesser);
        int[] waits = {30, 60, 120, 240, 480, 900, 900};

        for (int seconds : waits) {
            assertThat(reserve(guesser)).isInstanceOf(AccountWaits.class);
            clock.pass(Duration.ofSeconds(seconds).minusMillis(1));
            if (seconds == 900) {
                break; // The hour is nearly over.
            }
            assertThat(reserve(guesser)).as("until %s s are over", seconds).isInstanceOf(AccountWaits.class);
            clock.pass(Duration.ofMillis(1));
            fail(1, guesser);
        }
    }

    @Test
    void tryWhenItHasToWaitThenIsNotCounted() {
        Caller guesser = from("198.51.100.2");
        fail(10, guesser);
        for (int i = 0; i < 50; i++) {
            assertThat(reserve(guesser)).isInstanceOf(AccountWaits.class);
        }

        assertThat(failures("NETWORK", "198.51.100.2")).isEqualTo(10);
        assertThat(failures("ADDRESS", "198.51.100.2")).isEqualTo(10);
        clock.pass(Duration.ofSeconds(30));
        assertThat(reserve(guesser)).isInstanceOf(TryReservation.class);
    }

    @Test
    void ownerWhenAStrangerGuessesThenGetsInFromElsewhere() {
        fail(10, from("198.51.100.3"));

        assertThat(reserve(from("198.51.100.3"))).isInstanceOf(AccountWaits.class);
        assertThat(reserve(from("198.51.100.4"))).isInstanceOf(TryReservation.class);
    }

    @Test
    void accountWhenGuessedFromManyNetworksThenWaitsFromAllOfThem() {
        for (int i = 1; i <= 10; i++) {
            fail(10, from("198.51.101." + i));
        }

        assertThat(reserve(from("203.0.113.77"))).isInstanceOf(AccountWaits.class);
        clock.pass(Duration.ofSeconds(30));
        assertThat(reserve(from("203.0.113.77"))).isInstanceOf(TryReservation.class);
    }

    @Test
    void networkWhenItGuessesAtManyAccountsThenWaitsWhateverTheAccount() {
        parameters.set(Parameter.ADDRESS_FAILURES, 20);
        Caller sprayer = from("198.51.100.5");
        for (int i = 0; i < 20; i++) {
            ((TryReservation) tries.reserve(Username.parse("sprayed" + i), sprayer)).fail();
        }

        assertThat(reserve(sprayer)).isEqualTo(new NetworkWaits(Duration.ofSeconds(30)));
        assertThat(tries.reserve(Optional.empty(), sprayer)).isInstanceOf(NetworkWaits.class);
        assertThat(reserve(from("198.51.100.6"))).isInstanceOf(TryReservation.class);
    }

    @Test
    void neighboursWhenInOneIpv6NetworkThenAreOneCaller() {
        fail(5, from("2001:db8:5::1"));
        fail(5, from("2001:db8:5::2"));

        assertThat(reserve(from("2001:db8:5::3"))).isInstanceOf(AccountWaits.class);
    }

    @Test
    void reservationWhenGivenBackThenWasNoFailure() {
        Caller owner = from("198.51.100.7");
        fail(9, owner);

        for (int i = 0; i < 30; i++) {
            ((TryReservation) reserve(owner)).close();
        }
        assertThat(failures("NETWORK", "198.51.100.7")).isEqualTo(9);
        fail(1, owner);
        assertThat(reserve(owner)).isInstanceOf(AccountWaits.class);
    }

    @Test
    void waitWhenStartedByAnotherThenOutlivesARightPasswordThatWasUnderWay() {
        Caller caller = from("198.51.100.8");
        fail(8, caller);
        TryReservation slow = (TryReservation) reserve(caller);
        fail(1, caller);
        clock.pass(TriesInFlight.BOUND);
        fail(1, caller);

        slow.close();

        assertThat(reserve(caller)).isInstanceOf(AccountWaits.class);
    }

    @Test
    void countWhenAnHourIsOverThenBeginsAnew() {
        Caller caller = from("198.51.100.9");
        fail(9, caller);
        clock.pass(TryCounters.WINDOW);

        fail(9, caller);
        assertThat(reserve(caller)).isInstanceOf(TryReservation.class);
    }

    @Test
    void triesWhenSentAtOnceThenNoMoreThanTenAreChecked() throws InterruptedException {
        Caller guesser = from("198.51.100.10");

        assertThat(Race.of(50, () -> {
                    Try tried = reserve(guesser);
                    return tried instanceof TryReservation reservation
                            ? reservation.fail() ? tried : reservation
                            : tried;
                }))
                .filteredOn(TryReservation.class::isInstance)
                .hasSize(10);
    }

    @Test
    void triesWhenInsideATransactionThenAreRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> transaction.executeWithoutResult(status -> reserve(from("198.51.100.11"))));
    }

    @Test
    void loginWhenWrittenDownThenIsNotReadable() {
        ((TryReservation) tries.reserve(Username.parse("correct-horse-battery"), from("198.51.100.12"))).fail();

        assertThat(jdbc.sql("select count(*) from throttle where encode(login, 'escape') like '%horse%'")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void cleaningWhenTheHourIsOverThenForgets() {
        fail(3, from("198.51.100.13"));
        clock.pass(TryCounters.WINDOW.plusMillis(1));

        batches.delete(TryCounters.throttleCleanup());

        assertThat(jdbc.sql("select count(*) from throttle")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    private void fail(int times, Caller caller) {
        for (int i = 0; i < times; i++) {
            Try tried = reserve(caller);
            assertThat(tried).isInstanceOf(TryReservation.class);
            ((TryReservation) tried).fail();
        }
    }

    private Try reserve(Caller caller) {
        return tries.reserve(login, caller);
    }

    private int failures(String stage, String source) {
        return jdbc.sql("select failures from throttle where stage = :stage and source = :source")
                .param("stage", stage)
                .param("source", source)
                .query(Integer.class)
                .single();
    }

    private static Caller from(String address) {
        return new Caller(SourceNetwork.of(address), null);
    }
}
