package dev.vestibule.policy;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.vestibule.network.IpNetwork;
import dev.vestibule.parameter.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.Errors;

/** A company's policy as a form or the API sends it, in the contract's names and codes. */
public record PolicyInput(
        @Nullable String mfa_required,
        int grace_days,
        @Nullable String enrolment,
        boolean trusted_devices_allowed,
        @Nullable Integer trusted_device_days,

        @JsonSetter(nulls = Nulls.FAIL, contentNulls = Nulls.FAIL)
        List<String> trusted_networks) {
    public static PolicyInput of(PolicySettings settings) {
        return new PolicyInput(
                settings.mfaRequired().code(),
                settings.graceDays(),
                settings.enrolment().code(),
                settings.trustedDevicesAllowed(),
                settings.trustedDeviceDays(),
                settings.trustedNetworks());
    }

    /** Rejects each field whose value no policy can have. */
    public void check(Errors errors) {
        if (required().isEmpty()) {
            errors.rejectValue("mfa_required", "refused.choice");
        }
        if (by().isEmpty()) {
            errors.rejectValue("enrolment", "refused.choice");
        }
        bound("grace_days", grace_days, 0, PolicySettings.MOST_GRACE_DAYS, errors);
        if (trusted_device_days != null) {
            Parameter days = Parameter.TRUSTED_DEVICE_DAYS;
            bound("trusted_device_days", trusted_device_days, days.minimum(), days.maximum(), errors);
        }
        trusted_networks.stream()
                .filter(network -> IpNetwork.parse(network).isEmpty())
                .findFirst()
                .ifPresent(no -> errors.rejectValue("trusted_networks", "refused.network", new Object[] {no}, null));
    }

    /** The settings, valid once {@link #check} has rejected nothing. */
    public PolicySettings settings() {
        return new PolicySettings(
                required().orElseThrow(),
                grace_days,
                by().orElseThrow(),
                trusted_devices_allowed,
                trusted_device_days,
                trusted_networks);
    }

    private Optional<MfaRequired> required() {
        return one(MfaRequired.values(), MfaRequired::code, mfa_required);
    }

    private Optional<EnrolmentMethod> by() {
        return one(EnrolmentMethod.values(), EnrolmentMethod::code, enrolment);
    }

    private static <T> Optional<T> one(T[] all, Function<T, String> code, @Nullable String sent) {
        return Arrays.stream(all).filter(one -> code.apply(one).equals(sent)).findFirst();
    }

    private static void bound(String field, int number, int least, int most, Errors errors) {
        if (number < least || number > most) {
            errors.rejectValue(field, "refused.parameter.bounds", new Object[] {least, most}, null);
        }
    }
}
