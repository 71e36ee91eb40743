package dev.vestibule.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a form did, as the address of the next page carries it ({@code ?done=…}); any other code shows nothing. */
public enum Confirmation {
    PROFILE(Views.PREFERENCES, "profile"),
    PASSWORD(Views.PREFERENCES, "password"),
    MFA_ENABLED(Views.PREFERENCES, "mfa"),
    MFA_DISABLED(Views.PREFERENCES, "mfa"),
    AUTHENTICATOR_ADDED(Views.PREFERENCES, "authenticators"),
    AUTHENTICATOR_ADDED_FIRST(Views.PREFERENCES, "authenticators"),
    AUTHENTICATOR_ADDED_REPLACING(Views.PREFERENCES, "authenticators"),
    AUTHENTICATOR_REMOVED(Views.PREFERENCES, "authenticators"),
    DEVICE_REVOKED(Views.PREFERENCES, "devices"),
    DEVICES_REVOKED(Views.PREFERENCES, "devices"),
    SESSION_ENDED(Views.PREFERENCES, "sessions"),
    SESSIONS_ENDED(Views.PREFERENCES, "sessions"),
    USER_CHANGED(Views.USER, "edit"),
    USER_DISABLED(Views.USER, "access"),
    USER_DELETED,
    USER_ENABLED(Views.USER, "access"),
    USER_ROLE(Views.USER, "access"),
    USER_MFA_DISABLED(Views.USER, "protection"),
    USER_DEVICES_REVOKED(Views.USER, "protection"),
    USER_SESSIONS_ENDED(Views.USER, "access"),
    USER_OWN_SESSIONS_ENDED(Views.USER, "access"),
    USER_UNLOCKED(Views.USER, "facts"),
    USERS_ENABLED,
    USERS_DISABLED,
    USERS_SESSIONS_ENDED,
    COMPANY_CREATED,
    COMPANY_CHANGED,
    COMPANIES_REQUIRE_MFA,
    API_KEY_REVOKED(Views.PREFERENCES, "api-keys"),
    API_KEYS_ENDED(Views.PREFERENCES, "api-keys"),
    USER_API_KEY_REVOKED(Views.USER, "api-keys"),
    PARAMETER_CHANGED(Views.PARAMETERS, "parameters"),
    PARAMETER_RESET(Views.PARAMETERS, "parameters"),
    NOTICES_READ,
    /** "This wasn't me": everything else has ended, and the password comes next. */
    NOT_ME,
    /** Nothing: the form had been sent before, and did then what it does. */
    SENT_BEFORE,
    /** Nothing: a form came without the proof it needs, which has been given since. */
    AGAIN,
    /** As {@link #AGAIN}, and the proof was a recovery code. */
    AGAIN_RECOVERY_CODE,
    /** Nothing: the session had ended when the form was sent. */
    UNSAVED,
    /** As {@link #UNSAVED}, and a recovery code was used to sign in again. */
    UNSAVED_RECOVERY_CODE,
    /** A recovery code was used. */
    RECOVERY_CODE;

    private final @Nullable String view;
    private final @Nullable String section;

    Confirmation() {
        this(null, null);
    }

    Confirmation(@Nullable String view, @Nullable String section) {
        this.view = view;
        this.section = section;
    }

    /** The pages that have sections. */
    private static final class Views {
        static final String PREFERENCES = "preferences/index";
        static final String USER = "settings/user";
        static final String PARAMETERS = "settings/parameters";
    }

    public static Optional<Confirmation> ofCode(String code) {
        return Arrays.stream(values()).filter(done -> done.code().equals(code)).findFirst();
    }

    /**
     * The section that says it, where its form is; null for the top of the page.
     *
     * @param view the template of the page
     */
    public @Nullable String section(String view) {
        return view.equals(this.view) ? section : null;
    }

    /** Whether its text says how many recovery codes are left. */
    public boolean tellsRecoveryCodes() {
        return this == RECOVERY_CODE || this == AGAIN_RECOVERY_CODE || this == UNSAVED_RECOVERY_CODE;
    }

    /** Whether its text names the app that the new one replaces. */
    public boolean tellsReplacedApp() {
        return this == AUTHENTICATOR_ADDED_REPLACING;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The view name that redirects to a page and says this there. */
    public String redirectTo(String path) {
        return "redirect:" + path + "?done=" + code();
    }
}
