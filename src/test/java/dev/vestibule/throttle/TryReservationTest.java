package dev.vestibule.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.vestibule.throttle.ThrottleKey.Stage;
import dev.vestibule.throttle.TryCounters.Reserved;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A reserved try has one result. */
class TryReservationTest {
    private final TryCounters counters = mock();
    private final Reserved reserved = reserved(Stage.ACCOUNT);
    private final TryReservation reservation = new TryReservation(counters, reserved);

    @Test
    void reservationWhenClosedWithoutAResultThenIsGivenBackOnce() {
        reservation.close();
        reservation.close();

        verify(counters, times(1)).giveBack(reserved);
    }

    @Test
    void reservationWhenItFailedThenIsNotGivenBack() {
        reservation.fail();
        reservation.close();

        verify(counters).fail(reserved);
        verify(counters, never()).giveBack(any());
    }

    @ParameterizedTest
    @CsvSource({"99, false", "100, true", "101, false"})
    void failWhenTheAccountHasSoManyThenBeginsToWaitOnce(int failures, boolean begins) {
        when(counters.fail(reserved)).thenReturn(Map.of(Stage.ACCOUNT, failures));

        assertThat(reservation.fail()).isEqualTo(begins);
    }

    @Test
    void failWhenOnlyTheNetworkIsCountedThenNoAccountBeginsToWait() {
        when(counters.fail(reserved)).thenReturn(Map.of(Stage.ADDRESS, 100));

        assertThat(reservation.fail()).isFalse();
    }

    @Test
    void knownBrowserWhenItIsTheKeyThenTold() {
        assertThat(reservation.isOfKnownBrowser()).isFalse();
        assertThat(new TryReservation(counters, reserved(Stage.BROWSER)).isOfKnownBrowser())
                .isTrue();
    }

    @Test
    void codeTryWhenClosedWithoutAResultThenIsGivenBackOnce() {
        AtomicInteger given = new AtomicInteger();
        CodeTry tried = new CodeTry(new UUID(1, 1), new Timestamp(7), one -> given.incrementAndGet());

        tried.close();
        tried.close();

        assertThat(given).hasValue(1);
        assertThat(tried.account()).isEqualTo(new UUID(1, 1));
        assertThat(tried.until()).isEqualTo(new Timestamp(7));
    }

    @Test
    void codeTryWhenItEndedThenIsNotGivenBack() {
        AtomicInteger given = new AtomicInteger();
        CodeTry tried = new CodeTry(new UUID(1, 1), new Timestamp(7), one -> given.incrementAndGet());

        tried.end();
        tried.close();

        assertThat(given).hasValue(0);
    }

    private static Reserved reserved(Stage stage) {
        return new Reserved(List.of(new ThrottleKey(stage, new byte[0], "", 10)), Timestamp.from(Instant.EPOCH));
    }
}
