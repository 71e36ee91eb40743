package dev.vestibule.settings;

import dev.vestibule.account.Registrar;
import dev.vestibule.person.Person;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whose account an administrator can neither demote, nor reset, nor delete. */
@Component
class Protected {
    private final Registrar registrar;

    Protected(Registrar registrar) {
        this.registrar = registrar;
    }

    /** Why not, as the text {@code impossible.CODE} says it; null when nothing is in the way. */
    @Nullable
    String reason(UUID id, Person administrator) {
        if (registrar.isLastAdministrator(id)) {
            return "last-administrator";
        }
        return id.equals(administrator.id()) ? "oneself" : null;
    }
}
