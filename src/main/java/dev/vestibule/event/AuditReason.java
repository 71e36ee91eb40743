package dev.vestibule.event;

import java.util.Locale;

/** The reason of an event. Where the URL of a page contains a reason, its code is the same. */
public enum AuditReason {
    /** Why no code was required: the account has no MFA. */
    NO_MFA,
    /** Why no code was required: the device is trusted. */
    REMEMBERED,
    /** A code was accepted. */
    CODE,
    /** A recovery code was accepted. */
    RECOVERY_CODE,

    /** Why a code was required: the browser sent no cookie of a trusted device. */
    NO_COOKIE,
    /** The browser sent a cookie that no device of this account ever had. */
    UNKNOWN_COOKIE,
    /** The browser sent the cookie with or without Secure, where the parameter requires the other. */
    COOKIE_OF_OTHER_KIND,
    DEVICE_EXPIRED,
    DEVICE_REVOKED,
    /** Another trusted device replaced this one in the same browser. */
    DEVICE_REPLACED,
    DEVICE_ENDED_BY_PASSWORD,
    DEVICE_ENDED_BY_MFA,
    DEVICE_ENDED_BY_RESET,
    DEVICE_ENDED_BY_PARAMETER,
    /** The device's cookie was used in two places. */
    DEVICE_COPIED,
    /** The browser sent the cookie of a device that was trusted in another kind of browser. */
    OTHER_BROWSER,
    /** Why a code was required and the device is not trusted: the company's policy forbids it. */
    DEVICES_FORBIDDEN,
    /** The same: the company's policy allows trusted devices only in other networks. */
    OTHER_NETWORK,
    DEVICE_ENDED_BY_POLICY,
    /** Why an enrolment pass was required: the account was reset. */
    ENROLMENT_DUE,
    /** Why an app had to be added first: the company requires MFA. */
    MFA_REQUIRED,

    /** Why a password or a code was refused. */
    WRONG,
    /** No account has this username. */
    UNKNOWN,
    DISABLED,
    NO_PASSWORD,
    /** The API takes a password from accounts without MFA only. */
    MFA_ON,
    /** The account has to set up MFA first. */
    MFA_DUE,
    /** No such API key exists. */
    NO_SUCH_KEY,
    KEY_EXPIRED,
    KEY_REVOKED,
    USED,
    FORMAT,

    /** Why an app was added: it replaces another one after the first sign-in with it. */
    REPLACES,
    /** Why an app was removed: its replacement was used to sign in. */
    REPLACED,

    /** Why a session ended: too many wrong codes were entered. */
    CODES_FAILED,

    /** Why trusted devices were revoked. */
    PASSWORD_CHANGED,
    MFA_SWITCHED,
    ACCOUNT_RESET,
    PARAMETER_CHANGED,
    POLICY_CHANGED;

    /** The code in pages, exports and the API. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
