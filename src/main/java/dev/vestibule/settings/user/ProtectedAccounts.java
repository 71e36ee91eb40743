package dev.vestibule.settings.user;

import dev.vestibule.account.AccountService;
import dev.vestibule.principal.AccountPrincipal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whose account an administrator can neither demote, nor reset, nor delete. */
@Component
class ProtectedAccounts {
    private final AccountService registrar;

    ProtectedAccounts(AccountService registrar) {
        this.registrar = registrar;
    }

    /** Why not, as the text {@code impossible.CODE} says it; null when nothing is in the way. */
    @Nullable
    String reason(UUID id, AccountPrincipal administrator) {
        if (registrar.isLastAdministrator(id)) {
            return "last-administrator";
        }
        return id.equals(administrator.id()) ? "oneself" : null;
    }
}
