package dev.vestibule.settings.company;

import dev.vestibule.company.Company;
import dev.vestibule.company.CompanyNameTakenException;
import dev.vestibule.company.CompanyRepository;
import dev.vestibule.company.CompanyService;
import dev.vestibule.company.PolicyPreview;
import dev.vestibule.formkey.FormKeys;
import dev.vestibule.policy.EnrolmentMethod;
import dev.vestibule.policy.MfaRequired;
import dev.vestibule.policy.Policies;
import dev.vestibule.policy.Policy;
import dev.vestibule.policy.PolicySettings;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.Forms;
import jakarta.validation.Valid;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** Companies and their policies; a change is previewed before it is saved. */
@SignedInPage
@RequestMapping("/settings/companies")
class CompanyController {
    private static final String LIST = "settings/companies";
    private static final String VIEW = "settings/company";

    private final CompanyRepository companies;
    private final CompanyService companyService;
    private final Policies policies;
    private final PolicyPreview preview;
    private final FormKeys forms;

    CompanyController(
            CompanyRepository companies,
            CompanyService companyService,
            Policies policies,
            PolicyPreview preview,
            FormKeys forms) {
        this.companies = companies;
        this.companyService = companyService;
        this.policies = policies;
        this.preview = preview;
        this.forms = forms;
    }

    /** A line of the list. */
    public record Row(UUID id, String name, PolicySettings settings) {}

    @ModelAttribute("requirements")
    List<String> requirements() {
        return Arrays.stream(MfaRequired.values()).map(MfaRequired::code).toList();
    }

    @ModelAttribute("enrolments")
    List<String> enrolments() {
        return Arrays.stream(EnrolmentMethod.values())
                .map(EnrolmentMethod::code)
                .toList();
    }

    @GetMapping
    String list(Model model) {
        var all = policies.all();
        model.addAttribute(
                "companies",
                companies.findAllByOrderByName().stream()
                        .map(company -> new Row(
                                company.id(),
                                company.name(),
                                all.getOrDefault(company.id(), Policy.NONE).settings()))
                        .toList());
        return LIST;
    }

    @GetMapping("/new")
    String newPage(Model model) {
        model.addAttribute("company", CompanyForm.empty());
        return VIEW;
    }

    /** A new company has no users, so there is nothing to preview. */
    @PostMapping("/new")
    ModelAndView create(
            @Valid @ModelAttribute("company") CompanyForm form,
            BindingResult errors,
            @RequestParam(name = FormKeys.FIELD, required = false) @Nullable String formKey,
            Model model) {
        FormKeys.State state = forms.look(formKey);
        if (state == FormKeys.State.SENT_BEFORE) {
            return Forms.accepted(Confirmation.SENT_BEFORE.redirectTo("/settings/companies"));
        }
        if (state == FormKeys.State.STALE) {
            model.addAttribute("stale", FormKeys.STALE_TEXT);
        }
        Optional<PolicySettings> settings = form.settings(errors);
        if (settings.isPresent() && companies.isTaken(form.name().strip())) {
            errors.rejectValue("name", "refused.company.taken");
        }
        if (state == FormKeys.State.MADE && !errors.hasErrors()) {
            try {
                var once = forms.once(
                        formKey, () -> companyService.create(form.name().strip(), settings.orElseThrow()));
                Confirmation confirmation =
                        once.state() == FormKeys.State.MADE ? Confirmation.COMPANY_CREATED : Confirmation.SENT_BEFORE;
                return Forms.accepted(confirmation.redirectTo("/settings/companies"));
            } catch (CompanyNameTakenException e) {
                // Another transaction took the name between the check and the insert.
                errors.rejectValue("name", "refused.company.taken");
            }
        }
        return Forms.refused(VIEW);
    }

    @GetMapping("/{id}")
    String page(@PathVariable UUID id, Model model) {
        Company company = company(id);
        model.addAttribute("id", id);
        model.addAttribute("company", CompanyForm.of(company, policies.of(id).settings()));
        return VIEW;
    }

    @PostMapping("/{id}")
    ModelAndView change(
            @PathVariable UUID id,
            @Valid @ModelAttribute("company") CompanyForm form,
            BindingResult errors,
            @RequestParam(required = false) @Nullable String confirmed,
            @RequestParam(required = false) @Nullable String again,
            Model model) {
        Company now = company(id);
        model.addAttribute("id", id);
        Optional<PolicySettings> settings = form.settings(errors);
        if (settings.isEmpty()) {
            return Forms.refused(VIEW);
        }
        if (!Integer.toString(now.version()).equals(form.version())) {
            return stale(now, form, errors, model);
        }
        if (again != null) {
            return new ModelAndView(VIEW);
        }
        if (!"on".equals(confirmed)) {
            return preview(id, settings.get(), model);
        }
        return save(id, form, settings.get(), errors, model);
    }

    private ModelAndView preview(UUID id, PolicySettings settings, Model model) {
        PolicyPreview.Outcome outcome = preview.of(id, settings);
        model.addAttribute("preview", outcome);
        model.addAttribute("enabled", outcome.accounts());
        model.addAttribute("picture", MfaStatusChart.of(outcome.counts()));
        return new ModelAndView("settings/company-preview");
    }

    private ModelAndView save(UUID id, CompanyForm form, PolicySettings settings, BindingResult errors, Model model) {
        try {
            var draft = new CompanyService.Draft(form.name().strip(), settings);
            switch (companyService.edit(id, Integer.valueOf(Objects.requireNonNull(form.version())), now -> draft)) {
                case DONE -> {
                    return Forms.accepted(Confirmation.COMPANY_CHANGED.redirectTo("/settings/companies"));
                }
                case STALE -> {
                    return stale(company(id), form, errors, model);
                }
                case LAST_ADMINISTRATOR -> errors.rejectValue("enrolment", "refused.policy.last-administrator");
            }
        } catch (CompanyNameTakenException e) {
            errors.rejectValue("name", "refused.company.taken");
        }
        return Forms.refused(VIEW);
    }

    /** Reports another administrator's concurrent change, keeps the input, and lets the next submit overwrite it. */
    private ModelAndView stale(Company company, CompanyForm typed, BindingResult errors, Model model) {
        CompanyForm now = CompanyForm.of(company, policies.of(company.id()).settings());
        now.differences(typed)
                .forEach(
                        (field, value) -> errors.rejectValue(field, "refused.stale.field", new Object[] {value}, null));
        errors.rejectValue("version", "refused.stale");
        model.addAttribute("version", now.version());
        return Forms.refused(VIEW);
    }

    private Company company(UUID id) {
        return companies.findById(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
