package dev.vestibule.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What can happen. The codes are part of the product's contract: {@code /settings/audit?kind=…}, the export and the API
 * carry them, and {@code docs/audit.md} lists them.
 */
public enum AuditEventType {
    /** A sign-in went all the way; the reason says why no code was asked for, or that one was given. */
    SIGNED_IN(AuditOutcome.SUCCESS),
    /** The password was right and a code was asked for; the reason says why. */
    CODE_ASKED(AuditOutcome.INFO),
    /** A password did not open the account, for the reason given; for a login that nobody has, without an account. */
    PASSWORD_REFUSED(AuditOutcome.FAILURE),
    /** A code was not accepted, at the sign-in or where a signed-in person is asked for one. */
    CODE_REFUSED(AuditOutcome.FAILURE),
    /** Passwords that were not even looked at, because there had been too many; counted by the minute. */
    PASSWORD_WAIT(AuditOutcome.FAILURE),
    /** Codes that were not even looked at, because there had been too many; counted by the minute. */
    CODE_WAIT(AuditOutcome.FAILURE),
    /** So many wrong passwords within an hour that the account waits everywhere but in the browsers that it knows. */
    PASSWORDS_KEEP_FAILING(AuditOutcome.FAILURE),
    /** A sign-in went all the way in a browser in which this account had not been before. */
    NEW_BROWSER(AuditOutcome.INFO),
    /** Three wrong codes in a row: whoever typed them passed the password before. */
    CODES_FAILED(AuditOutcome.FAILURE),
    /** So many wrong codes within thirty days that somebody seems to guess; at twice as many they are no longer looked at. */
    CODES_KEEP_FAILING(AuditOutcome.FAILURE),
    /** A user who is signed in gave the password or a code once more, before something sensitive. */
    REAUTHENTICATED(AuditOutcome.SUCCESS),
    /** Somebody signed out. */
    SIGNED_OUT(AuditOutcome.INFO),
    /** Notices were put away by their owner; the count says how many. */
    NOTICES_READ(AuditOutcome.INFO),
    /** One session was ended from another, or for the reason given. */
    SESSION_ENDED(AuditOutcome.INFO),
    /** All sessions of an account were ended, or all but the one that asked. */
    SESSIONS_ENDED(AuditOutcome.INFO),

    /** A one-time link to choose a password was made. */
    PASSWORD_LINK_ISSUED(AuditOutcome.INFO),
    /** The password was chosen by a one-time link. */
    PASSWORD_LINK_USED(AuditOutcome.SUCCESS),
    /** A one-time link that is void was used. */
    PASSWORD_LINK_REFUSED(AuditOutcome.FAILURE),
    /** The password was changed by who knows the old one, or set by the installation. */
    PASSWORD_CHANGED(AuditOutcome.SUCCESS),
    /** A person changed the own name or time zone. */
    PROFILE_CHANGED(AuditOutcome.INFO),

    MFA_ENABLED(AuditOutcome.INFO),
    MFA_DISABLED(AuditOutcome.INFO),
    /** The wizard showed a new secret to a session; told once an hour for each sign-in, ten times for an account. */
    WIZARD_OPENED(AuditOutcome.INFO),
    /** The user cancelled the wizard, which deleted the secret that it had shown to the session. */
    WIZARD_CANCELLED(AuditOutcome.INFO),
    AUTHENTICATOR_ADDED(AuditOutcome.INFO),
    AUTHENTICATOR_REMOVED(AuditOutcome.INFO),
    /** Two codes in a row showed whether the clock of a phone is right; they are spent by it. */
    CLOCK_CHECKED(AuditOutcome.INFO),
    /** A new set of recovery codes was made, which voids the one before. */
    RECOVERY_CODES_MADE(AuditOutcome.INFO),
    /** A recovery code was accepted, at the sign-in or as a proof. */
    RECOVERY_CODE_USED(AuditOutcome.SUCCESS),

    /** An account lost its second factor, and has to enrol anew. */
    ACCOUNT_RESET(AuditOutcome.INFO),
    /** A pass to enrol anew was made. */
    ENROLMENT_PASS_ISSUED(AuditOutcome.INFO),
    /** The pass let a session open the wizard. */
    ENROLMENT_PASS_USED(AuditOutcome.SUCCESS),
    ENROLMENT_PASS_REFUSED(AuditOutcome.FAILURE),
    /** The waits of an account were ended, and its failures forgotten. */
    ACCOUNT_UNLOCKED(AuditOutcome.INFO),

    /** A browser was remembered: it skips the code from now on. */
    DEVICE_TRUSTED(AuditOutcome.INFO),
    DEVICE_REVOKED(AuditOutcome.INFO),
    /** All devices of an account were revoked at once. */
    DEVICES_REVOKED(AuditOutcome.INFO),
    /** A device's token was used in two places, so one of them holds a copy: the device ended. */
    DEVICE_COPIED(AuditOutcome.FAILURE),
    /** Devices ended because something else changed; the reason says what. */
    DEVICES_ENDED(AuditOutcome.INFO),

    API_KEY_MADE(AuditOutcome.INFO),
    API_KEY_REVOKED(AuditOutcome.INFO),
    /** All keys of an account were revoked at once. */
    API_KEYS_REVOKED(AuditOutcome.INFO),
    /** What was sent as a key opened nothing, for the reason given. */
    API_KEY_REFUSED(AuditOutcome.FAILURE),
    /** A password alone opened the API; told once an hour for each account and address. */
    API_PASSWORD_USED(AuditOutcome.SUCCESS),

    /** An API key was used from an address from which it was not used before. */
    API_KEY_USED(AuditOutcome.SUCCESS),

    ACCOUNT_CREATED(AuditOutcome.INFO),
    /** Accounts were made from a file; each has its own {@link #ACCOUNT_CREATED} besides. */
    ACCOUNTS_IMPORTED(AuditOutcome.INFO),
    /** An administrator changed name, e-mail or company. */
    ACCOUNT_CHANGED(AuditOutcome.INFO),
    ACCOUNT_DISABLED(AuditOutcome.INFO),
    ACCOUNT_ENABLED(AuditOutcome.INFO),
    /** An account was deleted, with all that was kept of it but the trail. */
    ACCOUNT_DELETED(AuditOutcome.INFO),
    ROLE_CHANGED(AuditOutcome.INFO),
    COMPANY_CREATED(AuditOutcome.INFO),
    /** A company has another name. */
    COMPANY_CHANGED(AuditOutcome.INFO),
    /** A company asks something else of its people. */
    POLICY_CHANGED(AuditOutcome.INFO),
    /** A system parameter has another value. */
    PARAMETER_CHANGED(AuditOutcome.INFO),

    /** A user downloaded what is kept about the own account. */
    DATA_EXPORTED(AuditOutcome.INFO),
    /** An administrator downloaded the list of users. */
    USERS_EXPORTED(AuditOutcome.INFO),
    /** An administrator downloaded the audit. */
    AUDIT_EXPORTED(AuditOutcome.INFO);

    private final AuditOutcome outcome;

    AuditEventType(AuditOutcome outcome) {
        this.outcome = outcome;
    }

    public static Optional<AuditEventType> ofCode(String code) {
        return Arrays.stream(values()).filter(kind -> kind.code().equals(code)).findFirst();
    }

    /** As pages, exports and the API spell it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public AuditOutcome outcome() {
        return outcome;
    }

    /**
     * Whether it is counted per minute and source instead of written one by one: who is made to wait can try as often as
     * the network allows, and would fill the table.
     */
    public boolean counted() {
        return this == PASSWORD_WAIT || this == CODE_WAIT;
    }

    /**
     * Whether only so many an hour and source are written one by one, and the rest is counted. Not what happens once in
     * the life of an account or a device: an import of ten thousand accounts is written in full.
     */
    public boolean budgeted() {
        return this != ACCOUNT_CREATED && this != ACCOUNT_DELETED && this != DEVICES_ENDED;
    }
}
