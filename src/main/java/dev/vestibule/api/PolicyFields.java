package dev.vestibule.api;

import dev.vestibule.network.IpNetwork;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.policy.EnrolmentMethod;
import dev.vestibule.policy.MfaRequired;
import dev.vestibule.policy.PolicySettings;
import dev.vestibule.web.Problem.Flaw;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads what a company's policy is to be from the fields that were sent. */
final class PolicyFields {
    private static final String GRACE = "grace_days";
    private static final String DAYS = "trusted_device_days";
    private static final String NETWORKS = "trusted_networks";

    private PolicyFields() {}

    /** The change that the fields ask for; what is not sent stays as it is. What is wrong is noted with the fields. */
    static UnaryOperator<PolicySettings> read(Fields fields) {
        MfaRequired required = one(fields, "mfa_required", MfaRequired.values(), MfaRequired::code);
        Integer grace = within(fields, GRACE, fields.number(GRACE), 0, PolicySettings.MOST_GRACE_DAYS);
        EnrolmentMethod enrolment = one(fields, "enrolment", EnrolmentMethod.values(), EnrolmentMethod::code);
        Boolean allowed = fields.flag("trusted_devices_allowed");
        boolean daysSent = fields.has(DAYS);
        Integer days = within(
                fields,
                DAYS,
                fields.numberOrNull(DAYS),
                Parameter.TRUSTED_DEVICE_DAYS.minimum(),
                Parameter.TRUSTED_DEVICE_DAYS.maximum());
        List<String> networks = networks(fields);
        return now -> new PolicySettings(
                required == null ? now.mfaRequired() : required,
                grace == null ? now.graceDays() : grace,
                enrolment == null ? now.enrolment() : enrolment,
                allowed == null ? now.trustedDevicesAllowed() : allowed,
                daysSent ? days : now.trustedDeviceDays(),
                networks == null ? now.trustedNetworks() : networks);
    }

    private static <T> @Nullable T one(Fields fields, String name, T[] all, Function<T, String> code) {
        String sent = fields.text(name);
        T found = Arrays.stream(all)
                .filter(one -> code.apply(one).equals(sent))
                .findFirst()
                .orElse(null);
        if (sent != null && found == null) {
            fields.refuse(name, Flaw.INVALID);
        }
        return found;
    }

    private static @Nullable Integer within(Fields fields, String name, @Nullable Integer number, int least, int most) {
        if (number != null && (number < least || number > most)) {
            fields.refuse(name, Flaw.OUT_OF_BOUNDS);
        }
        return number;
    }

    private static @Nullable List<String> networks(Fields fields) {
        List<String> networks = fields.texts(NETWORKS);
        if (networks != null
                && networks.stream()
                        .anyMatch(network -> IpNetwork.parse(network).isEmpty())) {
            fields.refuse(NETWORKS, Flaw.INVALID);
        }
        return networks;
    }
}
