package dev.vestibule.userimport;

import dev.vestibule.account.AccountService;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.springframework.stereotype.Component;

/** Creates thousands of accounts in one transaction. */
@Component
class AccountBatch {
    private final AccountService accountService;
    private final EntityManager entities;

    AccountBatch(AccountService accountService, EntityManager entities) {
        this.accountService = accountService;
        this.entities = entities;
    }

    /** @throws dev.vestibule.account.UsernameTakenException when another transaction took one of the usernames */
    void create(List<UserImportCheck.Entry> batch) {
        batch.forEach(entry -> {
            accountService.create(entry.login(), entry.data(), entry.role());
            // Otherwise each flush would check all accounts created before once more.
            entities.clear();
        });
    }
}
