package dev.vestibule.recovery;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.TestPerson;
import java.util.List;

/** Gives people recovery codes, and types them. */
record TestRecovery(RecoveryCodes codes, AccountRepository accounts) {
    int version(TestPerson person) {
        return accounts.findById(person.id()).orElseThrow().credentialVersion();
    }

    /** A new set, as its owner reads it. */
    List<String> issue(TestPerson person) {
        return codes.issue(person.id(), version(person)).orElseThrow().stream()
                .map(RecoveryCode::text)
                .toList();
    }

    static Page enter(TestBrowser browser, String code) {
        return browser.post("/login/recovery", "recovery_code", code);
    }
}
