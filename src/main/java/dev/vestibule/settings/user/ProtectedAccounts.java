package dev.vestibule.settings.user;

import dev.vestibule.account.AccountService;
import dev.vestibule.principal.AccountPrincipal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The accounts that an administrator cannot demote, reset or delete. */
@Component
class ProtectedAccounts {
    private final AccountService accountService;

    ProtectedAccounts(AccountService accountService) {
        this.accountService = accountService;
    }

    /** The reason, as the suffix of the message key {@code impossible.CODE}; null when the account is not protected. */
    @Nullable
    String reason(UUID id, AccountPrincipal administrator) {
        if (accountService.isLastAdministrator(id)) {
            return "last-administrator";
        }
        return id.equals(administrator.id()) ? "oneself" : null;
    }
}
