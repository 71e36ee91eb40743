package dev.vestibule.server;

import dev.vestibule.web.Refused;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bodies that are being waited for, each by a thread: a network has few, and all together are bounded. Safe for use
 * by several threads.
 */
final class UnfinishedBodies {
    private static final int PATIENT = 8;

    /** Most bodies come right behind their header, and 40 users of one office may press a button at once. */
    private static final int HURRIED = 32;

    /** How long a body is waited for. */
    enum Place {
        /** One of the first of its network: as long as it is allowed to take. */
        PATIENT(Refused.LATE, ChronoUnit.FOREVER.getDuration()),
        /** The network has enough of those: a second. */
        HURRIED(Refused.NETWORK_UNFINISHED, Duration.ofSeconds(1)),
        /** The network has too many: no longer than it takes to read what has arrived already. */
        NONE_OF_NETWORK(Refused.NETWORK_UNFINISHED, Duration.ofMillis(100)),
        /** The same, as all together are too many. */
        NONE(Refused.BODIES, Duration.ofMillis(100));

        private final Refused refusal;
        private final Duration longest;

        Place(Refused refusal, Duration longest) {
            this.refusal = refusal;
            this.longest = longest;
        }

        /** Why a body with this place is refused when it did not come. */
        Refused refusal() {
            return refusal;
        }

        /** The part of the whole time that this one has. */
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
     * Counts a body; {@link #leave} with the same network must follow once.
     *
     * @param network null: the body is bounded by those of all networks alone
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

    /** Null takes an entry out, so that the maps hold no more than there are threads. */
    @SuppressWarnings("NullAway") // Map.merge takes it so.
    private static Integer sumOrNull(Integer before, Integer change) {
        return before + change == 0 ? null : before + change;
    }
}
