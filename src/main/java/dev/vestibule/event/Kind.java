package dev.vestibule.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What can happen. The codes are part of the product's contract: {@code /settings/audit?kind=…}, the export and the API
 * carry them, and {@code docs/audit.md} lists them.
 */
public enum Kind {
    /** A sign-in went all the way; the reason says why no code was asked for, or that one was given. */
    SIGNED_IN(Outcome.SUCCESS),
    /** The password was right and a code was asked for; the reason says why. */
    CODE_ASKED(Outcome.INFO),
    /** A password did not open the account, for the reason given; for a login that nobody has, without an account. */
    PASSWORD_REFUSED(Outcome.FAILURE),
    /** A code was not accepted, at the sign-in or where a signed-in person is asked for one. */
    CODE_REFUSED(Outcome.FAILURE),
    /** Passwords that were not even looked at, because there had been too many; counted by the minute. */
    PASSWORD_WAIT(Outcome.FAILURE),
    /** Codes that were not even looked at, because there had been too many; counted by the minute. */
    CODE_WAIT(Outcome.FAILURE),
    /** So many wrong passwords within an hour that the account waits everywhere but in the browsers that it knows. */
    PASSWORDS_KEEP_FAILING(Outcome.FAILURE),
    /** A sign-in went all the way in a browser in which this account had not been before. */
    NEW_BROWSER(Outcome.INFO),
    /** Three wrong codes in a row: whoever typed them passed the password before. */
    CODES_FAILED(Outcome.FAILURE),
    /** So many wrong codes within thirty days that somebody seems to guess; at twice as many they are no longer looked at. */
    CODES_KEEP_FAILING(Outcome.FAILURE),
    /** A user who is signed in gave the password or a code once more, before something sensitive. */
    REAUTHENTICATED(Outcome.SUCCESS),
    /** Somebody signed out. */
    SIGNED_OUT(Outcome.INFO),
    /** Notices were put away by their owner; the count says how many. */
    NOTICES_READ(Outcome.INFO),
    /** One session was ended from another, or for the reason given. */
    SESSION_ENDED(Outcome.INFO),
    /** All sessions of an account were ended, or all but the one that asked. */
    SESSIONS_ENDED(Outcome.INFO),

    /** A one-time link to choose a password was made. */
    PASSWORD_LINK_ISSUED(Outcome.INFO),
    /** The password was chosen by a one-time link. */
    PASSWORD_LINK_USED(Outcome.SUCCESS),
    /** A one-time link that is void was used. */
    PASSWORD_LINK_REFUSED(Outcome.FAILURE),
    /** The password was changed by who knows the old one, or set by the installation. */
    PASSWORD_CHANGED(Outcome.SUCCESS),
    /** A person changed the own name or time zone. */
    PROFILE_CHANGED(Outcome.INFO),

    MFA_ENABLED(Outcome.INFO),
    MFA_DISABLED(Outcome.INFO),
    /** The wizard showed a new secret to a session; told once an hour for each sign-in, ten times for an account. */
    WIZARD_OPENED(Outcome.INFO),
    /** The user cancelled the wizard, which deleted the secret that it had shown to the session. */
    WIZARD_CANCELLED(Outcome.INFO),
    AUTHENTICATOR_ADDED(Outcome.INFO),
    AUTHENTICATOR_REMOVED(Outcome.INFO),
    /** Two codes in a row showed whether the clock of a phone is right; they are spent by it. */
    CLOCK_CHECKED(Outcome.INFO),
    /** A new set of recovery codes was made, which voids the one before. */
    RECOVERY_CODES_MADE(Outcome.INFO),
    /** A recovery code was accepted, at the sign-in or as a proof. */
    RECOVERY_CODE_USED(Outcome.SUCCESS),

    /** An account lost its second factor, and has to enrol anew. */
    ACCOUNT_RESET(Outcome.INFO),
    /** A pass to enrol anew was made. */
    ENROLMENT_PASS_ISSUED(Outcome.INFO),
    /** The pass let a session open the wizard. */
    ENROLMENT_PASS_USED(Outcome.SUCCESS),
    ENROLMENT_PASS_REFUSED(Outcome.FAILURE),
    /** The waits of an account were ended, and its failures forgotten. */
    ACCOUNT_UNLOCKED(Outcome.INFO),

    /** A browser was remembered: it skips the code from now on. */
    DEVICE_TRUSTED(Outcome.INFO),
    DEVICE_REVOKED(Outcome.INFO),
    /** All devices of an account were revoked at once. */
    DEVICES_REVOKED(Outcome.INFO),
    /** A device's token was used in two places, so one of them holds a copy: the device ended. */
    DEVICE_COPIED(Outcome.FAILURE),
    /** Devices ended because something else changed; the reason says what. */
    DEVICES_ENDED(Outcome.INFO),

    API_KEY_MADE(Outcome.INFO),
    API_KEY_REVOKED(Outcome.INFO),
    /** All keys of an account were revoked at once. */
    API_KEYS_REVOKED(Outcome.INFO),
    /** What was sent as a key opened nothing, for the reason given. */
    API_KEY_REFUSED(Outcome.FAILURE),
    /** A password alone opened the API; told once an hour for each account and address. */
    API_PASSWORD_USED(Outcome.SUCCESS),

    /** An API key was used from an address from which it was not used before. */
    API_KEY_USED(Outcome.SUCCESS),

    ACCOUNT_CREATED(Outcome.INFO),
    /** Accounts were made from a file; each has its own {@link #ACCOUNT_CREATED} besides. */
    ACCOUNTS_IMPORTED(Outcome.INFO),
    /** An administrator changed name, e-mail or company. */
    ACCOUNT_CHANGED(Outcome.INFO),
    ACCOUNT_DISABLED(Outcome.INFO),
    ACCOUNT_ENABLED(Outcome.INFO),
    /** An account was deleted, with all that was kept of it but the trail. */
    ACCOUNT_DELETED(Outcome.INFO),
    ROLE_CHANGED(Outcome.INFO),
    COMPANY_CREATED(Outcome.INFO),
    /** A company has another name. */
    COMPANY_CHANGED(Outcome.INFO),
    /** A company asks something else of its people. */
    POLICY_CHANGED(Outcome.INFO),
    /** A system parameter has another value. */
    PARAMETER_CHANGED(Outcome.INFO),

    /** A user downloaded what is kept about the own account. */
    DATA_EXPORTED(Outcome.INFO),
    /** An administrator downloaded the list of users. */
    USERS_EXPORTED(Outcome.INFO),
    /** An administrator downloaded the audit. */
    AUDIT_EXPORTED(Outcome.INFO);

    private final Outcome outcome;

    Kind(Outcome outcome) {
        this.outcome = outcome;
    }

    public static Optional<Kind> ofCode(String code) {
        return Arrays.stream(values()).filter(kind -> kind.code().equals(code)).findFirst();
    }

    /** As pages, exports and the API spell it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Outcome outcome() {
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
