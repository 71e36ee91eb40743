package dev.vestibule.event;

import java.util.Locale;

/** The details of an event, none of them secret. The messages refer to a detail by its ordinal here. */
public enum AuditDetail {
    /** The name of an app, a device, a key or a parameter. */
    NAME,
    /** When a trusted device expires. */
    UNTIL,
    /** When a trusted device was revoked or expired. */
    ENDED,
    BEFORE,
    AFTER,
    COUNT,
    /** The names of the changed fields. */
    FIELDS,
    /** The name of the API key that authenticated the request. */
    KEY;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
