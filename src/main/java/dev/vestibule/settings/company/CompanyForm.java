package dev.vestibule.settings.company;

import dev.vestibule.company.Company;
import dev.vestibule.policy.PolicyInput;
import dev.vestibule.policy.PolicySettings;
import dev.vestibule.web.ShortText;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.BindingResult;

/**
 * A company's name and policy as typed, with the field names of the API. All fields are text, so that the form can be
 * shown again with an input that cannot be converted.
 *
 * @param trusted_devices_allowed of a checkbox: null when it is not ticked
 * @param trusted_networks separated by commas or white space
 * @param version the version that the form was filled from
 */
record CompanyForm(
        @ShortText String name,
        @Nullable String mfa_required,
        @Nullable String grace_days,
        @Nullable String enrolment,
        @Nullable String trusted_devices_allowed,
        @Nullable String trusted_device_days,
        @Nullable String trusted_networks,
        @Nullable String version) {

    static CompanyForm of(Company company, PolicySettings settings) {
        return of(company.name(), settings, Integer.toString(company.version()));
    }

    static CompanyForm empty() {
        return of("", PolicySettings.NONE, null);
    }

    private static CompanyForm of(String name, PolicySettings settings, @Nullable String version) {
        return new CompanyForm(
                name,
                settings.mfaRequired().code(),
                Integer.toString(settings.graceDays()),
                settings.enrolment().code(),
                settings.trustedDevicesAllowed() ? "on" : null,
                Objects.toString(settings.trustedDeviceDays(), ""),
                String.join(", ", settings.trustedNetworks()),
                version);
    }

    /** The fields in which this form differs from the other, with this form's values. */
    Map<String, String> differences(CompanyForm other) {
        Map<String, String> differences = new LinkedHashMap<>();
        BiConsumer<String, Function<CompanyForm, @Nullable String>> compare = (field, value) -> {
            String here = Objects.toString(value.apply(this), "").strip();
            if (!here.equals(Objects.toString(value.apply(other), "").strip())) {
                differences.put(field, here);
            }
        };
        compare.accept("name", CompanyForm::name);
        compare.accept("mfa_required", CompanyForm::mfa_required);
        compare.accept("grace_days", CompanyForm::grace_days);
        compare.accept("enrolment", CompanyForm::enrolment);
        compare.accept("trusted_devices_allowed", CompanyForm::trusted_devices_allowed);
        compare.accept("trusted_device_days", CompanyForm::trusted_device_days);
        compare.accept("trusted_networks", CompanyForm::trusted_networks);
        return differences;
    }

    /** The policy that was typed; empty when it has errors. */
    Optional<PolicySettings> settings(BindingResult errors) {
        if (name != null && name.contains(":")) {
            errors.rejectValue("name", "refused.company.colon");
        }
        boolean ownDays = trusted_device_days != null && !trusted_device_days.isBlank();
        PolicyInput policy = new PolicyInput(
                mfa_required,
                number(grace_days),
                enrolment,
                "on".equals(trusted_devices_allowed),
                ownDays ? (Integer) number(trusted_device_days) : null,
                networks());
        policy.check(errors);
        return errors.hasErrors() ? Optional.empty() : Optional.of(policy.settings());
    }

    private List<String> networks() {
        return Arrays.stream(Objects.toString(trusted_networks, "").split("[\\s,]+"))
                .filter(text -> !text.isEmpty())
                .distinct()
                .toList();
    }

    /** What is no number is out of all bounds. */
    private static int number(@Nullable String typed) {
        String text = Objects.toString(typed, "").strip();
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    }
}
