package dev.vestibule.server;

import dev.vestibule.web.Refused;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bodies that threads are reading: their number is limited for each network and in total. Safe for use by several
 * threads.
 */
final class UnfinishedBodies {
    private static final int PATIENT = 8;

    /** Most bodies arrive right after their header, and 40 users of one office may send a form at once. */
    private static final int HURRIED = 32;

    /** How long a thread waits for a body. */
    enum Place {
        /** One of the first of its network: the full time. */
        PATIENT(Refused.LATE, ChronoUnit.FOREVER.getDuration()),
        /** The network has several unfinished bodies: one second. */
        HURRIED(Refused.NETWORK_UNFINISHED, Duration.ofSeconds(1)),
        /** The network has too many: only bytes that have already arrived are read. */
        NONE_OF_NETWORK(Refused.NETWORK_UNFINISHED, Duration.ofMillis(100)),
        /** The same, when the total of all networks is too high. */
        NONE(Refused.BODIES, Duration.ofMillis(100));

        private final Refused refusal;
        private final Duration longest;

        Place(Refused refusal, Duration longest) {
            this.refusal = refusal;
            this.longest = longest;
        }

        /** Why a body with this limit is refused when it did not arrive. */
        Refused refusal() {
            return refusal;
        }

        /** The part of the full time that this limit allows. */
        Duration shorten(Duration whole) {
            return whole.compareTo(longest) < 0 ? whole : longest;
        }

        private boolean isCounted() {
            return this == PATIENT || this == HURRIED;
        }
    }

    private final Map<String, Integer> patient = new HashMap<>();
    private final Map<String, Integer> hurried = new HashMap<>();
    private int all;

    /**
     * Counts a body; the caller must call {@link #leave} once with the same network.
     *
     * @param network null: only the total of all networks limits the body
     * @param most how many bodies all networks may have
     */
    synchronized Place take(@Nullable String network, int most) {
        if (all >= most) {
            return Place.NONE;
        }
        Place place = network == null || patient.getOrDefault(network, 0) < PATIENT
                ? Place.PATIENT
                : hurried.getOrDefault(network, 0) < HURRIED ? Place.HURRIED : Place.NONE_OF_NETWORK;
        count(network, place, 1);
        return place;
    }

    synchronized void leave(@Nullable String network, Place place) {
        count(network, place, -1);
    }

    private void count(@Nullable String network, Place place, int change) {
        if (!place.isCounted()) {
            return;
        }
        all += change;
        if (network != null) {
            (place == Place.PATIENT ? patient : hurried).merge(network, change, UnfinishedBodies::sumOrNull);
        }
    }

    /** Null removes an entry, so that the maps hold no more entries than there are threads. */
    @SuppressWarnings("NullAway") // Map.merge accepts null.
    private static Integer sumOrNull(Integer before, Integer change) {
        return before + change == 0 ? null : before + change;
    }
}
