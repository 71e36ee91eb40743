package dev.vestibule.policy;

import dev.vestibule.platform.IpNetwork;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator sets of a company's policy.
 *
 * @param graceDays 0 to {@value #MOST_GRACE_DAYS}
 * @param trustedDeviceDays 1 to 365; null: as long as the parameter says
 * @param trustedNetworks in CIDR notation; empty: anywhere
 */
public record Terms(
        MfaRequired mfaRequired,
        int graceDays,
        EnrolmentBy enrolment,
        boolean trustedDevicesAllowed,
        @Nullable Integer trustedDeviceDays,
        List<String> trustedNetworks) {
    public static final int MOST_GRACE_DAYS = 90;

    /** Of a company that never set any. */
    public static final Terms NONE = new Terms(MfaRequired.NO, 0, EnrolmentBy.PASSWORD, true, null, List.of());

    public Terms {
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
    public Optional<Terms> requiringOfEveryone(int graceDays, EnrolmentBy enrolment) {
        return mfaRequired == MfaRequired.EVERYONE
                ? Optional.empty()
                : Optional.of(new Terms(
                        MfaRequired.EVERYONE,
                        graceDays,
                        enrolment,
                        trustedDevicesAllowed,
                        trustedDeviceDays,
                        trustedNetworks));
    }
}
