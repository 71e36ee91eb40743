package dev.vestibule.settings;

import dev.vestibule.account.Accounts;
import dev.vestibule.account.Login;
import dev.vestibule.account.LoginTakenException;
import dev.vestibule.account.PersonalData;
import dev.vestibule.account.Registrar;
import dev.vestibule.account.Role;
import dev.vestibule.company.Companies;
import dev.vestibule.company.Company;
import dev.vestibule.formkey.FormKeys;
import dev.vestibule.page.Done;
import dev.vestibule.page.Forms;
import dev.vestibule.page.OptionalEmail;
import dev.vestibule.page.ShortText;
import dev.vestibule.person.Person;
import dev.vestibule.person.SignedInPage;
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

/** Makes an account; the answer is the link by which its owner chooses a password. */
@SignedInPage
@RequestMapping("/settings/users/new")
class NewUser {
    private static final String VIEW = "settings/user-new";

    private final Accounts accounts;
    private final Registrar registrar;
    private final Companies companies;
    private final PasswordLinkAnswer answer;
    private final FormKeys forms;

    NewUser(Accounts accounts, Registrar registrar, Companies companies, PasswordLinkAnswer answer, FormKeys forms) {
        this.accounts = accounts;
        this.registrar = registrar;
        this.companies = companies;
        this.answer = answer;
        this.forms = forms;
    }

    /** Texts, all of them: a form that could not be made of what was typed could not be shown again either. */
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
    String page(@AuthenticationPrincipal Person person, Model model) {
        String company = accounts.get(person.id()).companyId().toString();
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
        Optional<Login> login = Login.parse(form.login());
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
        PersonalData data =
                new PersonalData(form.name().strip(), OptionalEmail.Text.of(form.email()), company.orElseThrow());
        try {
            var once = forms.once(
                    formKey, () -> answer.to(registrar.create(login.orElseThrow(), data, role.orElseThrow()), true));
            return once.state() == FormKeys.State.MADE ? once.get() : sentBefore();
        } catch (LoginTakenException e) {
            // Somebody took it between the look and the insert.
            errors.rejectValue("login", "refused.login.taken");
            return Forms.refused(VIEW);
        }
    }

    private static ModelAndView sentBefore() {
        return Forms.accepted(Done.SENT_BEFORE.redirectTo("/settings/users"));
    }

    private static Optional<Role> role(Form form) {
        return Arrays.stream(Role.values())
                .filter(role -> role.name().equals(form.role()))
                .findFirst();
    }

    /** With one company there is nothing to choose. */
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
