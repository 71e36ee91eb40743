package dev.vestibule.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The types of audit events. The codes are part of the product's contract: {@code /settings/audit?kind=…}, the export
 * and the API contain them, and {@code docs/audit.md} lists them.
 */
public enum AuditEventType {
    /** A sign-in was completed; the reason says why no code was required, or which code was accepted. */
    SIGNED_IN(AuditOutcome.SUCCESS),
    /** The password was right and a code was required; the reason says why. */
    CODE_ASKED(AuditOutcome.INFO),
    /** A password was refused, for the reason given; without an account for an unknown username. */
    PASSWORD_REFUSED(AuditOutcome.FAILURE),
    /** A code was not accepted, at the sign-in or in a reauthentication. */
    CODE_REFUSED(AuditOutcome.FAILURE),
    /** Passwords that were refused unchecked after too many failures; counted by the minute. */
    PASSWORD_WAIT(AuditOutcome.FAILURE),
    /** Codes that were refused unchecked after too many failures; counted by the minute. */
    CODE_WAIT(AuditOutcome.FAILURE),
    /** So many wrong passwords within an hour that sign-ins have to wait, except in browsers known to the account. */
    PASSWORDS_KEEP_FAILING(AuditOutcome.FAILURE),
    /** A sign-in was completed in a browser that was new to the account. */
    NEW_BROWSER(AuditOutcome.INFO),
    /** Three wrong codes in a row, after the right password. */
    CODES_FAILED(AuditOutcome.FAILURE),
    /**
     * So many wrong codes within thirty days that guessing is likely; at twice as many, codes are refused unchecked.
     */
    CODES_KEEP_FAILING(AuditOutcome.FAILURE),
    /** A signed-in user entered the password or a code again, before a sensitive action. */
    REAUTHENTICATED(AuditOutcome.SUCCESS),
    /** A user signed out. */
    SIGNED_OUT(AuditOutcome.INFO),
    /** A user dismissed notices; the count says how many. */
    NOTICES_READ(AuditOutcome.INFO),
    /** One session was revoked from another session, or for the reason given. */
    SESSION_ENDED(AuditOutcome.INFO),
    /** All sessions of an account were revoked, or all but the calling one. */
    SESSIONS_ENDED(AuditOutcome.INFO),

    /** A one-time link to set a password was created. */
    PASSWORD_LINK_ISSUED(AuditOutcome.INFO),
    /** The password was set with a one-time link. */
    PASSWORD_LINK_USED(AuditOutcome.SUCCESS),
    /** An invalid one-time link was used. */
    PASSWORD_LINK_REFUSED(AuditOutcome.FAILURE),
    /** The user changed the password, or the installation set it. */
    PASSWORD_CHANGED(AuditOutcome.SUCCESS),
    /** A user changed the own name or time zone. */
    PROFILE_CHANGED(AuditOutcome.INFO),

    MFA_ENABLED(AuditOutcome.INFO),
    MFA_DISABLED(AuditOutcome.INFO),
    /** The wizard displayed a new secret; recorded once an hour per sign-in, at most ten times per account. */
    WIZARD_OPENED(AuditOutcome.INFO),
    /** The user cancelled the wizard, which deleted the new secret. */
    WIZARD_CANCELLED(AuditOutcome.INFO),
    AUTHENTICATOR_ADDED(AuditOutcome.INFO),
    AUTHENTICATOR_REMOVED(AuditOutcome.INFO),
    /** Two consecutive codes were used to check the clock of a phone; neither is accepted again. */
    CLOCK_CHECKED(AuditOutcome.INFO),
    /** A new set of recovery codes was created, which replaces the previous one. */
    RECOVERY_CODES_MADE(AuditOutcome.INFO),
    /** A recovery code was accepted, at the sign-in or in a reauthentication. */
    RECOVERY_CODE_USED(AuditOutcome.SUCCESS),

    /** The second factor of an account was removed; the user has to enrol again. */
    ACCOUNT_RESET(AuditOutcome.INFO),
    /** An enrolment pass was created. */
    ENROLMENT_PASS_ISSUED(AuditOutcome.INFO),
    /** An enrolment pass was accepted; the session may open the wizard. */
    ENROLMENT_PASS_USED(AuditOutcome.SUCCESS),
    ENROLMENT_PASS_REFUSED(AuditOutcome.FAILURE),
    /** The waits of an account were lifted, and its failures deleted. */
    ACCOUNT_UNLOCKED(AuditOutcome.INFO),

    /** A device was trusted: sign-ins on it require no code from now on. */
    DEVICE_TRUSTED(AuditOutcome.INFO),
    DEVICE_REVOKED(AuditOutcome.INFO),
    /** All devices of an account were revoked at once. */
    DEVICES_REVOKED(AuditOutcome.INFO),
    /** A trusted device's cookie was used in two places, so one has a copy: the device was revoked. */
    DEVICE_COPIED(AuditOutcome.FAILURE),
    /** Trusted devices were revoked because of another change; the reason says which. */
    DEVICES_ENDED(AuditOutcome.INFO),

    API_KEY_MADE(AuditOutcome.INFO),
    API_KEY_REVOKED(AuditOutcome.INFO),
    /** All keys of an account were revoked at once. */
    API_KEYS_REVOKED(AuditOutcome.INFO),
    /** An API key was refused, for the reason given. */
    API_KEY_REFUSED(AuditOutcome.FAILURE),
    /** A password was accepted by the API; recorded once an hour for each account and address. */
    API_PASSWORD_USED(AuditOutcome.SUCCESS),

    /** An API key was used from an address that is new for this key. */
    API_KEY_USED(AuditOutcome.SUCCESS),

    ACCOUNT_CREATED(AuditOutcome.INFO),
    /** Accounts were imported from a file; each has its own {@link #ACCOUNT_CREATED} besides. */
    ACCOUNTS_IMPORTED(AuditOutcome.INFO),
    /** An administrator changed name, e-mail or company. */
    ACCOUNT_CHANGED(AuditOutcome.INFO),
    ACCOUNT_DISABLED(AuditOutcome.INFO),
    ACCOUNT_ENABLED(AuditOutcome.INFO),
    /** An account was deleted, with all its data but the audit events. */
    ACCOUNT_DELETED(AuditOutcome.INFO),
    ROLE_CHANGED(AuditOutcome.INFO),
    COMPANY_CREATED(AuditOutcome.INFO),
    /** A company was renamed. */
    COMPANY_CHANGED(AuditOutcome.INFO),
    /** The policy of a company was changed. */
    POLICY_CHANGED(AuditOutcome.INFO),
    /** The value of a system parameter was changed. */
    PARAMETER_CHANGED(AuditOutcome.INFO),

    /** A user downloaded the data of the own account. */
    DATA_EXPORTED(AuditOutcome.INFO),
    /** An administrator downloaded the list of users. */
    USERS_EXPORTED(AuditOutcome.INFO),
    /** An administrator downloaded the audit events. */
    AUDIT_EXPORTED(AuditOutcome.INFO);

    private final AuditOutcome outcome;

    AuditEventType(AuditOutcome outcome) {
        this.outcome = outcome;
    }

    public static Optional<AuditEventType> ofCode(String code) {
        return Arrays.stream(values()).filter(kind -> kind.code().equals(code)).findFirst();
    }

    /** The code in pages, exports and the API. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public AuditOutcome outcome() {
        return outcome;
    }

    /**
     * Whether events of this type are counted per minute and source instead of stored one by one: a waiting client can
     * try as often as the network allows, and would fill the table.
     */
    public boolean counted() {
        return this == PASSWORD_WAIT || this == CODE_WAIT;
    }

    /**
     * Whether only a limited number per hour and source is stored one by one, and the rest is counted. Events that occur
     * once in the life of an account or a device are exempt: an import of ten thousand accounts is stored in full.
     */
    public boolean budgeted() {
        return this != ACCOUNT_CREATED && this != ACCOUNT_DELETED && this != DEVICES_ENDED;
    }
}
