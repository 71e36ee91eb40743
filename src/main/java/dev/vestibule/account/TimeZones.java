package dev.vestibule.account;

import java.time.DateTimeException;
import java.time.ZoneId;

/** The time zones of accounts, which an older or a newer Java may have stored. */
public final class TimeZones {
    private TimeZones() {}

    /** The zone of this id, or UTC when this Java does not know it. */
    public static ZoneId orUtc(String id) {
        try {
            return ZoneId.of(id);
        } catch (DateTimeException e) {
            return ZoneId.of("UTC");
        }
    }
}
