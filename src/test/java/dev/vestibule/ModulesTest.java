package dev.vestibule;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** Each module is used through its public types, and depends on those only that its package-info names. */
class ModulesTest {
    private static final ApplicationModules MODULES = ApplicationModules.of(VestibuleApplication.class);

    @Test
    void modulesWhenVerifiedThenNoneDependsOnWhatItDoesNotName() {
        MODULES.verify();
    }
}
