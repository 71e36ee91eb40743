package dev.vestibule.preferences;

import dev.vestibule.account.AccountService;
import dev.vestibule.account.TimeZones;
import dev.vestibule.principal.AccountPrincipal;
import java.time.ZoneId;
import org.springframework.stereotype.Component;
import org.springframework.validation.Errors;

/** The time zone that the first wizard asks for while the account has chosen none. */
@Component
class FirstTimeZone {
    private final AccountService registrar;

    FirstTimeZone(AccountService registrar) {
        this.registrar = registrar;
    }

    /** @param first whether the account is about to get its first app */
    static boolean isAsked(AccountPrincipal person, boolean first) {
        return first && !person.timeZoneChosen();
    }

    /** Rejects the field {@code time_zone} when it is no zone that can be chosen. */
    static void check(String zone, Errors errors) {
        if (!TimeZones.CHOICES.contains(zone)) {
            errors.rejectValue("time_zone", "refused.time_zone.unknown");
        }
    }

    /** Stores a zone that was checked. */
    void keep(AccountPrincipal person, String zone) {
        registrar.present(person.id(), person.name(), ZoneId.of(zone));
    }
}
