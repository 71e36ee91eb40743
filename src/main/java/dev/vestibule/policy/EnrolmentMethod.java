package dev.vestibule.policy;

import java.util.Locale;

/** What a user who must set up MFA needs for the wizard after the grace period. */
public enum EnrolmentMethod {
    /** The password alone: the first client that has the password can enrol. */
    PASSWORD,
    /** The password and an enrolment pass from an administrator. */
    PASS;

    /** As forms and the API spell it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
