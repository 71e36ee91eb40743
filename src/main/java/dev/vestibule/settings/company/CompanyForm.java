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
 * A company's name and policy as they are typed, by the names of the API. Texts, all of them: a form that could not be
 * made of what was typed could not be shown again either.
 *
 * @param trusted_devices_allowed of a checkbox: null when it is not ticked
 * @param trusted_networks with commas or white space between them
 * @param version the one that the form was filled from
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

    static CompanyForm of(Company company, PolicySettings terms) {
        return of(company.name(), terms, Integer.toString(company.version()));
    }

    static CompanyForm empty() {
        return of("", PolicySettings.NONE, null);
    }

    private static CompanyForm of(String name, PolicySettings terms, @Nullable String version) {
        return new CompanyForm(
                name,
                terms.mfaRequired().code(),
                Integer.toString(terms.graceDays()),
                terms.enrolment().code(),
                terms.trustedDevicesAllowed() ? "on" : null,
                Objects.toString(terms.trustedDeviceDays(), ""),
                String.join(", ", terms.trustedNetworks()),
                version);
    }

    /** What this one holds and the other does not hold so, by field. */
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

    /** The policy that was typed; empty once something is said to be wrong with it. */
    Optional<PolicySettings> terms(BindingResult errors) {
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
        return errors.hasErrors() ? Optional.empty() : Optional.of(policy.terms());
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
