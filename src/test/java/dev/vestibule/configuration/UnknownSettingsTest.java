package dev.vestibule.configuration;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vestibule.startup.StartException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class UnknownSettingsTest {
    private static UnknownSettings withVariable(String name) {
        StandardEnvironment environment = new StandardEnvironment();
        String source = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
        environment
                .getPropertySources()
                .replace(source, new SystemEnvironmentPropertySource(source, Map.of(name, "x")));
        return new UnknownSettings(environment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VESTIBULE_PUBLIC_URL",
                "VESTIBULE_PUBLICURL",
                "VESTIBULE_TRUSTED_PROXIES_0",
                "VESTIBULE_PORT_8080_TCP_ADDR",
                "VESTIBULE_SERVICE_HOST",
                // Of docs/vestibule.py, which administrators run on the same machine.
                "VESTIBULE_URL",
                "VESTIBULE_KEY"
            })
    void variableWhenItIsASettingOrAnotherProgramsThenIsTaken(String name) {
        assertThatCode(withVariable(name)::refuse).doesNotThrowAnyException();
    }

    @Test
    void variableWhenItIsMisspeltThenIsRefusedWithTheNearestName() {
        assertThatThrownBy(withVariable("VESTIBULE_PUBLIC_URI")::refuse)
                .isInstanceOf(StartException.class)
                .hasMessage("There is no setting VESTIBULE_PUBLIC_URI.");
    }
}
