package dev.vestibule.event;

import java.util.Locale;

/** Why it happened, or why not; where a page's address carries a reason, it is the same code. */
public enum AuditReason {
    /** Why no code was asked for: the account does not need one. */
    NO_MFA,
    /** Why no code was asked for: this browser is remembered. */
    REMEMBERED,
    /** A code was given. */
    CODE,
    /** A recovery code was given. */
    RECOVERY_CODE,

    /** Why a code was asked for: the browser sent no cookie of a remembered device. */
    NO_COOKIE,
    /** It sent one that no device of this account ever had. */
    UNKNOWN_COOKIE,
    /** It sent one with or without Secure, where the parameter calls for the other. */
    COOKIE_OF_OTHER_KIND,
    DEVICE_EXPIRED,
    DEVICE_REVOKED,
    /** Another token took its place in the same browser. */
    DEVICE_REPLACED,
    DEVICE_ENDED_BY_PASSWORD,
    DEVICE_ENDED_BY_MFA,
    DEVICE_ENDED_BY_RESET,
    DEVICE_ENDED_BY_PARAMETER,
    /** Its token was used in two places. */
    DEVICE_COPIED,
    /** It sent the cookie of a device that was another kind of browser when it was trusted. */
    OTHER_BROWSER,
    /** Why a code was asked for, and a browser is not remembered: the company does not allow it. */
    DEVICES_FORBIDDEN,
    /** The same: the company trusts devices in other networks than this. */
    OTHER_NETWORK,
    DEVICE_ENDED_BY_POLICY,
    /** Why an enrolment pass was asked for: the account was reset. */
    ENROLMENT_DUE,
    /** Why an app had to be set up first: the company requires MFA. */
    MFA_REQUIRED,

    /** Why a password or a code was refused. */
    WRONG,
    /** No account has this login. */
    UNKNOWN,
    DISABLED,
    NO_PASSWORD,
    /** The API takes a password from accounts without MFA only. */
    MFA_ON,
    /** The account has to enrol a second factor first. */
    MFA_DUE,
    /** No key is like this one. */
    NO_SUCH_KEY,
    KEY_EXPIRED,
    KEY_REVOKED,
    USED,
    FORMAT,

    /** Why an app was added: to take the place of another once it was used to sign in. */
    REPLACES,
    /** Why an app was removed: the one that was to take its place was used to sign in. */
    REPLACED,

    /** Why a session ended: too many wrong codes were typed in it. */
    CODES_FAILED,

    /** Why devices ended. */
    PASSWORD_CHANGED,
    MFA_SWITCHED,
    ACCOUNT_RESET,
    PARAMETER_CHANGED,
    POLICY_CHANGED;

    /** As pages, exports and the API spell it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
