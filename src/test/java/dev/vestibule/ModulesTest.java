package dev.vestibule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** Each room opens by its one door, and none depends on one that it does not name in its package-info. */
class ModulesTest {
    private static final ApplicationModules MODULES = ApplicationModules.of(VestibuleApplication.class);

    @Test
    void modulesWhenVerifiedThenNoneDependsOnWhatItDoesNotName() {
        MODULES.verify();
    }

    @Test
    void modulesWhenFoundThenAreTheRooms() {
        assertThat(MODULES.stream().map(module -> module.getIdentifier().toString()))
                .contains(
                        "account",
                        "api",
                        "apikey",
                        "audit",
                        "authenticator",
                        "company",
                        "device",
                        "event",
                        "login",
                        "page",
                        "parameter",
                        "platform",
                        "preferences",
                        "session",
                        "settings",
                        "totp");
    }
}
