package dev.vestibule.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.ResourceBundleMessageSource;

class PolicyMessagesTest {
    private final ResourceBundleMessageSource messages = new ResourceBundleMessageSource();

    PolicyMessagesTest() {
        messages.setBasename("messages");
        messages.setDefaultEncoding("UTF-8");
    }

    private String sentences(String stored) {
        return PolicyMessages.sentences(stored, messages);
    }

    @Test
    void sentencesWhenEverySettingIsStoredThenTellsEach() {
        assertThat(sentences("mfa_required everyone, grace_days 14, enrolment pass, trusted_devices_allowed true,"
                        + " trusted_device_days 7, trusted_networks [10.0.0.0/8, 2001:db8::/64]"))
                .isEqualTo("Two-step sign-in is required of everyone. Users have 14 days of grace. Setting up an"
                        + " authenticator app takes the password and an enrolment pass. Trusted devices skip the code."
                        + " A device is trusted for 7 days. Devices are trusted in these networks only: 10.0.0.0/8,"
                        + " 2001:db8::/64.");
        assertThat(sentences("mfa_required no, grace_days 0, enrolment password, trusted_devices_allowed false,"
                        + " trusted_device_days null, trusted_networks []"))
                .isEqualTo("Two-step sign-in is not required. Users have no days of grace. Setting up an authenticator"
                        + " app takes the password. No device skips the code. A device is trusted for as long as the"
                        + " system parameter says. Devices are trusted in every network.");
        assertThat(sentences("mfa_required administrators"))
                .isEqualTo("Two-step sign-in is required of administrators.");
        assertThat(sentences("grace_days 1")).isEqualTo("Users have one day of grace.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "mfa_required sometimes", "color blue", "mfa_required", "?, mfa_required no", "grace_days x"
            })
    void sentencesWhenAnotherReleaseStoredItThenKeepsTheText(String stored) {
        assertThat(sentences(stored)).isEqualTo(stored);
    }
}
