package dev.vestibule.text;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The time zones of accounts, which an older or a newer Java may have stored. */
public final class TimeZones {
    /** The zone of an account without a chosen one. */
    public static final String DEFAULT = "UTC";

    /** The ids of the zones that a user can choose: UTC and the zones of places. */
    public static final List<String> CHOICES = ZoneId.getAvailableZoneIds().stream()
            .filter(zone -> zone.equals(DEFAULT)
                    || zone.matches(
                            "(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.*"))
            .sorted()
            .toList();

    private TimeZones() {}

    /** The zone with this id; UTC when the id is null or when this Java does not know the zone. */
    public static ZoneId orUtc(@Nullable String id) {
        if (id == null) {
            return ZoneId.of(DEFAULT);
        }
        try {
            return ZoneId.of(id);
        } catch (DateTimeException e) {
            return ZoneId.of(DEFAULT);
        }
    }
}
