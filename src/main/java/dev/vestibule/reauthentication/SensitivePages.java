package dev.vestibule.reauthentication;

import dev.vestibule.server.UploadFilter;
import java.util.List;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The addresses that require a reauthentication: the page with the form, so that users reauthenticate before they type
 * anything, and the form itself. An address that matches several rows requires all of them.
 */
final class SensitivePages {
    private static final List<Row> TABLE = List.of(
            // A user who sets the second factor controls the account from then on.
            row("/preferences/mfa/enable", RequiredReauthentication.FRESH),
            row("/preferences/mfa/disable", RequiredReauthentication.FRESH),
            row(
                    "/preferences/authenticators/new",
                    RequiredReauthentication.FRESH), // shows a secret; to cancel it requires no reauthentication
            row("/preferences/authenticators/{id}/delete", RequiredReauthentication.FRESH),
            row("/preferences/recovery-codes", RequiredReauthentication.FRESH),
            row(
                    "/preferences/api-keys/new",
                    RequiredReauthentication.FRESH), // to revoke them requires no reauthentication
            // The same holds for the password; its form asks for the current one.
            row("/preferences/password", RequiredReauthentication.FRESH_CODE),
            // The same for another account: each of these decides how another account is entered, or what it may do.
            row("/settings/users/{id}/mfa-disable", RequiredReauthentication.FRESH),
            row("/settings/users/{id}/password-link", RequiredReauthentication.FRESH),
            row("/settings/users/{id}/reset", RequiredReauthentication.FRESH),
            row("/settings/users/{id}/enrolment-pass", RequiredReauthentication.FRESH),
            row("/settings/users/{id}/role", RequiredReauthentication.FRESH),
            row("/settings/users/{id}/delete", RequiredReauthentication.FRESH), // ends all of it at once, for good
            row(
                    "/settings/users/new",
                    RequiredReauthentication.FRESH), // gives a role, and answers with a password link
            row(UploadFilter.PATH, RequiredReauthentication.FRESH), // gives roles
            // Everything else there, what ends sessions and devices included.
            row("/settings/**", RequiredReauthentication.ELEVATED));

    /** Forms without a page of their own: they live on the page above them. */
    private static final PathPattern OF_A_USER =
            pattern("/settings/users/{id}/{form:disable|enable|unlock|end-sessions|revoke-.*}");

    private static final PathPattern OF_THE_PARAMETERS = pattern("/settings/parameters/**");

    private static final PathPattern OF_PREFERENCES =
            pattern("/preferences/{form:profile|trusted-devices|sessions}/**");

    private SensitivePages() {}

    private record Row(PathPattern pages, RequiredReauthentication required) {}

    private static Row row(String pages, RequiredReauthentication required) {
        return new Row(pattern(pages), required);
    }

    private static PathPattern pattern(String pattern) {
        return PathPatternParser.defaultInstance.parse(pattern);
    }

    /** What an address requires, empty for most. */
    static List<RequiredReauthentication> required(String path) {
        PathContainer container = PathContainer.parsePath(path);
        return TABLE.stream()
                .filter(row -> row.pages().matches(container))
                .map(Row::required)
                .toList();
    }

    /** The page on which a form lives: its own address by GET, where there is such a page. */
    static String pageOf(String form) {
        PathContainer container = PathContainer.parsePath(form);
        if (OF_THE_PARAMETERS.matches(container)) {
            return "/settings/parameters";
        }
        if (OF_PREFERENCES.matches(container) || form.equals("/preferences/authenticators/new/cancel")) {
            return "/preferences";
        }
        if (form.equals("/notices/read")) {
            return "/";
        }
        return OF_A_USER.matches(container) ? form.substring(0, form.lastIndexOf('/')) : form;
    }
}
