package dev.vestibule.recovery;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import java.util.List;

/** Gives users recovery codes, and types them. */
record TestRecovery(RecoveryCodes codes, AccountRepository accounts) {
    int version(TestAccount account) {
        return accounts.findById(account.id()).orElseThrow().credentialVersion();
    }

    /** A new set, as its owner reads it. */
    List<String> issue(TestAccount account) {
        return codes.issue(account.id(), version(account)).orElseThrow().stream()
                .map(RecoveryCode::text)
                .toList();
    }

    static Page enter(TestBrowser browser, String code) {
        return browser.post("/login/recovery", "recovery_code", code);
    }
}
