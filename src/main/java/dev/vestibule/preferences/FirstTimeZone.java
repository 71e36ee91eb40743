package dev.vestibule.preferences;

import dev.vestibule.account.AccountService;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.text.TimeZones;
import java.time.ZoneId;
import org.springframework.stereotype.Component;
import org.springframework.validation.Errors;

/** The time zone field of the first wizard, for accounts that have not chosen a zone. */
@Component
class FirstTimeZone {
    private final AccountService accountService;

    FirstTimeZone(AccountService accountService) {
        this.accountService = accountService;
    }

    /** @param first whether the wizard adds the account's first app */
    static boolean isAsked(AccountPrincipal principal, boolean first) {
        return first && !principal.timeZoneChosen();
    }

    /** Rejects the field {@code time_zone} when its value is not a zone that users can choose. */
    static void check(String zone, Errors errors) {
        if (!TimeZones.CHOICES.contains(zone)) {
            errors.rejectValue("time_zone", "refused.time_zone.unknown");
        }
    }

    /** Stores a zone that has been checked. */
    void keep(AccountPrincipal principal, String zone) {
        accountService.present(principal.id(), principal.name(), ZoneId.of(zone));
    }
}
