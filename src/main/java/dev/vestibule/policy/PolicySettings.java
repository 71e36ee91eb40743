package dev.vestibule.policy;

import dev.vestibule.network.IpNetwork;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a company's policy.
 *
 * @param graceDays 0 to {@value #MOST_GRACE_DAYS}
 * @param trustedDeviceDays 1 to 365; null for the parameter's value
 * @param trustedNetworks in CIDR notation; empty: anywhere
 */
@Embeddable
public record PolicySettings(
        @Enumerated(EnumType.STRING) MfaRequired mfaRequired,
        int graceDays,
        @Enumerated(EnumType.STRING) EnrolmentMethod enrolment,
        boolean trustedDevicesAllowed,
        @Nullable Integer trustedDeviceDays,
        List<String> trustedNetworks) {
    public static final int MOST_GRACE_DAYS = 90;

    /** The settings of a company without a policy. */
    public static final PolicySettings NONE =
            new PolicySettings(MfaRequired.NO, 0, EnrolmentMethod.PASSWORD, true, null, List.of());

    public PolicySettings {
        trustedNetworks = List.copyOf(trustedNetworks);
        if (graceDays < 0 || graceDays > MOST_GRACE_DAYS) {
            throw new IllegalArgumentException("graceDays out of bounds");
        }
        if (trustedNetworks.stream()
                .anyMatch(network -> IpNetwork.parse(network).isEmpty())) {
            throw new IllegalArgumentException("trustedNetworks holds something that is no network");
        }
    }

    /** The same, with MFA required of everyone; empty when it is required of everyone already. */
    public Optional<PolicySettings> requiringOfEveryone(int graceDays, EnrolmentMethod enrolment) {
        return mfaRequired == MfaRequired.EVERYONE
                ? Optional.empty()
                : Optional.of(new PolicySettings(
                        MfaRequired.EVERYONE,
                        graceDays,
                        enrolment,
                        trustedDevicesAllowed,
                        trustedDeviceDays,
                        trustedNetworks));
    }
}
