package dev.vestibule.parameter;

import java.util.Arrays;
import java.util.Optional;

/**
 * The catalogue: each parameter with its key, its default, its bounds (both inclusive) and its unit. A value is a whole
 * number; a switch is one between 0 and 1.
 */
public enum Parameter {
    /** {@code 0} leaves the Secure flag off the trusted-device cookie, for sites without HTTPS. */
    SECURE_COOKIE("auth_totp.secure_cookie", 1, 0, 1, Unit.SWITCH),
    /** How long a device is trusted, from the day of trust. */
    TRUSTED_DEVICE_DAYS("auth_totp.trusted_device_days", 30, 1, 365, Unit.DAYS),
    /** {@code 1}: a browser of another family or platform than the one that was trusted is asked for a code. */
    DEVICE_FINGERPRINT("auth_totp.device_fingerprint", 1, 0, 1, Unit.SWITCH),
    /** How long after the password the code may be entered. */
    CHALLENGE_MINUTES("auth_totp.challenge_minutes", 10, 1, 60, Unit.MINUTES),
    /** How long a password and a code are valid for changes of an account's credentials (ASVS 5.0, 7.5.1). */
    FRESH_MINUTES("auth.fresh_minutes", 15, 5, 120, Unit.MINUTES),
    /** How long a reauthentication is valid for the administrator's pages. */
    ELEVATED_MINUTES("auth.elevated_minutes", 120, 5, 480, Unit.MINUTES),
    /** How long a session may go unused; NIST SP 800-63B-4, 2.2.3 suggests an hour at most. */
    IDLE_MINUTES("session.idle_minutes", 60, 5, 1_440, Unit.MINUTES),
    /** How long a session may last from its password on; NIST SP 800-63B-4, 2.2.3 suggests 24 hours at most. */
    ABSOLUTE_HOURS("session.absolute_hours", 24, 1, 720, Unit.HOURS),
    /** NIST SP 800-63B-4, 3.1.1.2 asks for 8 beside a second factor and 15 without; ASVS 5.0, 6.2.1 for 8 at least. */
    PASSWORD_MIN_LENGTH("auth.password_min_length", 12, 8, 64, Unit.CHARACTERS),
    /** Failed passwords an hour from one network, in browsers that are not known, before the network has to wait. */
    ADDRESS_FAILURES("throttle.address_failures", 300, 20, 100_000, Unit.FAILURES),
    /** How long audit events are kept; the database rejects earlier deletion. */
    AUDIT_RETENTION_DAYS("audit.retention_days", 400, 30, 3650, Unit.DAYS);

    /** What a value counts. */
    public enum Unit {
        SWITCH,
        MINUTES,
        HOURS,
        DAYS,
        CHARACTERS,
        FAILURES
    }

    private final String key;
    private final int byDefault;
    private final int minimum;
    private final int maximum;
    private final Unit unit;

    Parameter(String key, int byDefault, int minimum, int maximum, Unit unit) {
        this.key = key;
        this.byDefault = byDefault;
        this.minimum = minimum;
        this.maximum = maximum;
        this.unit = unit;
    }

    public static Optional<Parameter> ofKey(String key) {
        return Arrays.stream(values()).filter(p -> p.key.equals(key)).findFirst();
    }

    public String key() {
        return key;
    }

    public int byDefault() {
        return byDefault;
    }

    public int minimum() {
        return minimum;
    }

    public int maximum() {
        return maximum;
    }

    public Unit unit() {
        return unit;
    }

    /** The number that {@code text} stands for, or empty when it is none or out of bounds: it is never clamped. */
    public Optional<Integer> parse(String text) {
        if (!text.matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        int value = Integer.parseInt(text);
        return value < minimum || value > maximum ? Optional.empty() : Optional.of(value);
    }
}
