package dev.vestibule.settings.company;

import dev.vestibule.company.CompanyService;
import dev.vestibule.company.PolicyPreview;
import dev.vestibule.policy.EnrolmentMethod;
import dev.vestibule.policy.PolicySettings;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.Forms;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Requires two-step sign-in of everyone in all companies, after a preview, in one transaction. */
@SignedInPage
@RequestMapping("/settings/companies/require-mfa")
class RequireMfaController {
    private static final String VIEW = "settings/require-mfa";

    private final CompanyService companyService;
    private final PolicyPreview preview;

    RequireMfaController(CompanyService companyService, PolicyPreview preview) {
        this.companyService = companyService;
        this.preview = preview;
    }

    /** The form as typed, with the field names of the API, for companies that do not require MFA of everyone yet. */
    record Form(@Nullable String grace_days, @Nullable String enrolment) {}

    @ModelAttribute("enrolments")
    List<String> enrolments() {
        return Arrays.stream(EnrolmentMethod.values())
                .map(EnrolmentMethod::code)
                .toList();
    }

    @GetMapping
    String page(Model model) {
        model.addAttribute("requirement", new Form("14", EnrolmentMethod.PASSWORD.code()));
        return VIEW;
    }

    @PostMapping
    ModelAndView require(
            @ModelAttribute("requirement") Form form,
            BindingResult errors,
            @RequestParam(required = false) @Nullable String confirmed,
            @RequestParam(required = false) @Nullable String again,
            Model model) {
        int grace = graceDays(form, errors);
        Optional<EnrolmentMethod> enrolment = Arrays.stream(EnrolmentMethod.values())
                .filter(by -> by.code().equals(form.enrolment()))
                .findFirst();
        if (enrolment.isEmpty()) {
            errors.rejectValue("enrolment", "refused.choice");
        }
        if (errors.hasErrors()) {
            return Forms.refused(VIEW);
        }
        if (again != null) {
            return new ModelAndView(VIEW);
        }
        if (!"on".equals(confirmed)) {
            PolicyPreview.Outcome outcome = preview.ofRequiring(grace, enrolment.orElseThrow());
            model.addAttribute("preview", outcome);
            model.addAttribute("enabled", outcome.accounts());
            model.addAttribute("picture", MfaStatusChart.of(outcome.counts()));
            return new ModelAndView("settings/require-mfa-preview");
        }
        if (companyService.requireOfEveryone(grace, enrolment.orElseThrow()) == CompanyService.Outcome.DONE) {
            return Forms.accepted(Confirmation.COMPANIES_REQUIRE_MFA.redirectTo("/settings/companies"));
        }
        errors.rejectValue("enrolment", "refused.policy.last-administrator");
        return Forms.refused(VIEW);
    }

    private static int graceDays(Form form, BindingResult errors) {
        String text = Objects.toString(form.grace_days(), "").strip();
        int days = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
        if (days < 0 || days > PolicySettings.MOST_GRACE_DAYS) {
            errors.rejectValue(
                    "grace_days", "refused.parameter.bounds", new Object[] {0, PolicySettings.MOST_GRACE_DAYS}, null);
        }
        return days;
    }
}
