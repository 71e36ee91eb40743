package dev.vestibule.settings.user;

import dev.vestibule.account.AccountDetails;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.AccountService;
import dev.vestibule.account.Role;
import dev.vestibule.account.Username;
import dev.vestibule.account.UsernameTakenException;
import dev.vestibule.company.Company;
import dev.vestibule.company.CompanyRepository;
import dev.vestibule.formkey.FormKeys;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.Forms;
import dev.vestibule.web.OptionalEmail;
import dev.vestibule.web.ShortText;
import jakarta.validation.Valid;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Creates an account; the answer has the link by which the user chooses a password. */
@SignedInPage
@RequestMapping("/settings/users/new")
class NewUserController {
    private static final String VIEW = "settings/user-new";

    private final AccountRepository accounts;
    private final AccountService accountService;
    private final CompanyRepository companies;
    private final PasswordLinkAnswer answer;
    private final FormKeys forms;

    NewUserController(
            AccountRepository accounts,
            AccountService accountService,
            CompanyRepository companies,
            PasswordLinkAnswer answer,
            FormKeys forms) {
        this.accounts = accounts;
        this.accountService = accountService;
        this.companies = companies;
        this.answer = answer;
        this.forms = forms;
    }

    /** All fields are text, so that the form can be shown again with an input that cannot be converted. */
    record Form(
            @Nullable String login,
            @ShortText String name,
            @OptionalEmail String email,
            @Nullable String company,
            @Nullable String role) {}

    @ModelAttribute("companies")
    List<Company> companies() {
        return companies.findAllByOrderByName();
    }

    @GetMapping
    String page(@AuthenticationPrincipal AccountPrincipal principal, Model model) {
        String company = accounts.get(principal.id()).companyId().toString();
        model.addAttribute("user", new Form("", "", "", company, Role.USER.name()));
        return VIEW;
    }

    @PostMapping
    ModelAndView create(
            @Valid @ModelAttribute("user") Form form,
            BindingResult errors,
            @RequestParam(name = FormKeys.FIELD, required = false) @Nullable String formKey,
            Model model) {
        FormKeys.State state = forms.look(formKey);
        if (state == FormKeys.State.SENT_BEFORE) {
            return sentBefore();
        }
        Optional<Username> login = Username.parse(form.login());
        if (login.isEmpty()) {
            errors.rejectValue("login", "refused.login.invalid");
        } else if (accounts.existsByLogin(login.get().text())) {
            errors.rejectValue("login", "refused.login.taken");
        }
        Optional<Role> role = role(form);
        if (role.isEmpty()) {
            errors.rejectValue("role", "refused.role.unknown");
        }
        Optional<UUID> company = company(form);
        if (company.isEmpty()) {
            errors.rejectValue("company", "refused.company.unknown");
        }
        if (state == FormKeys.State.STALE) {
            model.addAttribute("stale", FormKeys.STALE_TEXT);
        }
        if (state == FormKeys.State.STALE || errors.hasErrors()) {
            return Forms.refused(VIEW);
        }
        AccountDetails data =
                new AccountDetails(form.name().strip(), OptionalEmail.Text.of(form.email()), company.orElseThrow());
        try {
            var once = forms.once(
                    formKey,
                    () -> answer.to(accountService.create(login.orElseThrow(), data, role.orElseThrow()), true));
            return once.state() == FormKeys.State.MADE ? once.get() : sentBefore();
        } catch (UsernameTakenException e) {
            // Another transaction took the username between the check and the insert.
            errors.rejectValue("login", "refused.login.taken");
            return Forms.refused(VIEW);
        }
    }

    private static ModelAndView sentBefore() {
        return Forms.accepted(Confirmation.SENT_BEFORE.redirectTo("/settings/users"));
    }

    private static Optional<Role> role(Form form) {
        return Arrays.stream(Role.values())
                .filter(role -> role.name().equals(form.role()))
                .findFirst();
    }

    /** With a single company the form has no choice of one. */
    private Optional<UUID> company(Form form) {
        List<Company> all = companies();
        if (all.size() == 1) {
            return Optional.of(all.get(0).id());
        }
        return all.stream()
                .map(Company::id)
                .filter(id -> id.toString().equals(form.company()))
                .findFirst();
    }
}
