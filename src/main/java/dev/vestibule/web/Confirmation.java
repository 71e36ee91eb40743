package dev.vestibule.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The result of a form, as a code in the next page's URL ({@code ?done=…}); an unknown code shows nothing. */
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
    /** "This wasn't me": all sessions and devices have ended, and the user must change the password. */
    NOT_ME,
    /** Nothing changed: the form had been sent before, and took effect then. */
    SENT_BEFORE,
    /** Nothing changed: the form needed a reauthentication, which the user has completed since. */
    AGAIN,
    /** As {@link #AGAIN}, with a recovery code for the reauthentication. */
    AGAIN_RECOVERY_CODE,
    /** Nothing changed: the session had ended when the form was sent. */
    UNSAVED,
    /** As {@link #UNSAVED}, with a recovery code for the new sign-in. */
    UNSAVED_RECOVERY_CODE,
    /** The user signed in with a recovery code. */
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

    /** The pages with sections. */
    private static final class Views {
        static final String PREFERENCES = "preferences/index";
        static final String USER = "settings/user";
        static final String PARAMETERS = "settings/parameters";
    }

    public static Optional<Confirmation> ofCode(String code) {
        return Arrays.stream(values()).filter(done -> done.code().equals(code)).findFirst();
    }

    /**
     * The section that shows the confirmation beside its form; null for the top of the page.
     *
     * @param view the template of the page
     */
    public @Nullable String section(String view) {
        return view.equals(this.view) ? section : null;
    }

    /** Whether the text has the number of recovery codes left. */
    public boolean tellsRecoveryCodes() {
        return this == RECOVERY_CODE || this == AGAIN_RECOVERY_CODE || this == UNSAVED_RECOVERY_CODE;
    }

    /** Whether the text names the app that the new one replaces. */
    public boolean tellsReplacedApp() {
        return this == AUTHENTICATOR_ADDED_REPLACING;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The view name that redirects to a page and shows this confirmation there. */
    public String redirectTo(String path) {
        return "redirect:" + path + "?done=" + code();
    }
}
