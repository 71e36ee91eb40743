package dev.vestibule.event;

import java.util.Locale;

/** What an event may tell besides, none of it secret. Texts about an event name them by their number here. */
public enum AuditDetail {
    /** Of an app, a device, a key or a parameter. */
    NAME,
    /** When a device stops skipping the code. */
    UNTIL,
    /** When a device ended. */
    ENDED,
    BEFORE,
    AFTER,
    COUNT,
    /** Which fields were changed. */
    FIELDS,
    /** The name of the API key that did it. */
    KEY;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
