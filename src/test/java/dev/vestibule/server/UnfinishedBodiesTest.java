package dev.vestibule.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.server.UnfinishedBodies.Place;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UnfinishedBodiesTest {
    private final UnfinishedBodies bodies = new UnfinishedBodies();

    @Test
    void takeWhenANetworkHasManyThenIsShortenedAndThenRefused() {
        List<Place> places = take(41, () -> bodies.take("192.0.2.1", 100));

        assertThat(places.subList(0, 8)).containsOnly(Place.PATIENT);
        assertThat(places.subList(8, 40)).containsOnly(Place.HURRIED);
        assertThat(places.get(40)).isEqualTo(Place.NONE_OF_NETWORK);
        assertThat(bodies.take("192.0.2.2", 100)).isEqualTo(Place.PATIENT);
    }

    @Test
    void takeWhenAllNetworksHaveTooManyThenIsRefusedUntilOneLeaves() {
        List<Place> places = take(5, () -> bodies.take(null, 4));

        assertThat(places).containsExactly(Place.PATIENT, Place.PATIENT, Place.PATIENT, Place.PATIENT, Place.NONE);
        bodies.leave(null, Place.NONE);
        assertThat(bodies.take("192.0.2.1", 4)).isEqualTo(Place.NONE);
        bodies.leave(null, Place.PATIENT);
        assertThat(bodies.take("192.0.2.1", 4)).isEqualTo(Place.PATIENT);
    }

    @Test
    void takeWhenEachHasLeftThenBeginsAnew() {
        List<Place> places = take(41, () -> bodies.take("192.0.2.1", 100));
        places.forEach(place -> bodies.leave("192.0.2.1", place));

        assertThat(take(41, () -> bodies.take("192.0.2.1", 100))).isEqualTo(places);
    }

    @Test
    void shortenWhenTheWholeTimeIsLongerThenIsThePartOfThePlace() {
        Duration whole = Duration.ofSeconds(10);

        assertThat(Stream.of(Place.values()).map(place -> place.shorten(whole)))
                .containsExactly(whole, Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofMillis(100));
        assertThat(Place.HURRIED.shorten(Duration.ofMillis(300))).isEqualTo(Duration.ofMillis(300));
    }

    private static List<Place> take(int count, Supplier<Place> body) {
        return Collections.nCopies(count, body).stream().map(Supplier::get).toList();
    }
}
