package dev.vestibule.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyJsonTest {
    @Test
    void policyWhenOfARowThenHasEveryColumn() {
        Policy policy = Policy.ofJson("""
                {"company_id": "00000000-0000-4000-8000-00000000000a", "mfa_required": "EVERYONE", "grace_days": 14,
                 "enrolment": "PASS", "trusted_devices_allowed": false, "trusted_device_days": 7,
                 "trusted_networks": ["192.0.2.0/24"], "administrators_since": "2026-11-01T10:00:00.123456+00:00",
                 "everyone_since": "2026-11-02T10:00:00+00:00"}""");

        assertThat(policy)
                .isEqualTo(new Policy(
                        new PolicySettings(
                                MfaRequired.EVERYONE, 14, EnrolmentMethod.PASS, false, 7, List.of("192.0.2.0/24")),
                        Instant.parse("2026-11-01T10:00:00.123456Z"),
                        Instant.parse("2026-11-02T10:00:00Z")));
    }

    @Test
    void policyWhenThereIsNoRowThenAsksForNothing() {
        assertThat(Policy.ofJson(null)).isEqualTo(Policy.NONE);
    }
}
