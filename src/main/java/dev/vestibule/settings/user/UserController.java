package dev.vestibule.settings.user;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountDetails;
import dev.vestibule.account.AccountService;
import dev.vestibule.account.AccountService.Outcome;
import dev.vestibule.company.Company;
import dev.vestibule.company.CompanyRepository;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.Forms;
import dev.vestibule.web.OptionalEmail;
import dev.vestibule.web.ShortText;
import jakarta.validation.Valid;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** One account: its data, the form for the fields that an administrator may change, and links to further pages. */
@SignedInPage
@RequestMapping("/settings/users/{id}")
class UserController {
    private static final String VIEW = "settings/user";

    private final UserView.Finder users;
    private final AccountService accountService;
    private final CompanyRepository companies;
    private final UserOverview overview;

    UserController(
            UserView.Finder users, AccountService accountService, CompanyRepository companies, UserOverview overview) {
        this.users = users;
        this.accountService = accountService;
        this.companies = companies;
        this.overview = overview;
    }

    /** @param version the version that the form was filled from */
    record Edit(
            @ShortText String name,
            @OptionalEmail String email,
            @Nullable UUID company,
            @Nullable Integer version) {}

    @GetMapping
    String page(@PathVariable UUID id, Model model) {
        Account account = users.account(id);
        model.addAttribute("edit", edit(account));
        model.addAttribute("version", account.version());
        show(id, model);
        return VIEW;
    }

    @PostMapping
    ModelAndView change(
            @PathVariable UUID id, @Valid @ModelAttribute("edit") Edit form, BindingResult errors, Model model) {
        Account account = users.account(id);
        UUID company = form.company() == null ? account.companyId() : form.company();
        if (companies.findById(company).isEmpty()) {
            errors.rejectValue("company", "refused.company.unknown");
        }
        if (!errors.hasErrors()) {
            var data = new AccountDetails(form.name().strip(), OptionalEmail.Text.of(form.email()), company);
            Outcome outcome = form.version() == null ? Outcome.STALE : accountService.edit(id, data, form.version());
            switch (outcome) {
                case DONE -> {
                    return Forms.accepted(Confirmation.USER_CHANGED.redirectTo("/settings/users/" + id));
                }
                case STALE -> {
                    return stale(id, form, errors, model);
                }
                case LAST_ADMINISTRATOR -> errors.rejectValue("company", "refused.company.last-administrator");
            }
        }
        model.addAttribute("version", Objects.requireNonNullElse(form.version(), account.version()));
        show(id, model);
        return Forms.refused(VIEW);
    }

    /** Reports another administrator's concurrent change, keeps the input, and lets the next submit overwrite it. */
    private ModelAndView stale(UUID id, Edit typed, BindingResult errors, Model model) {
        Edit now = edit(users.account(id));
        if (!now.name().equals(typed.name().strip())) {
            errors.rejectValue("name", "refused.stale.field", new Object[] {now.name()}, null);
        }
        if (!Objects.equals(OptionalEmail.Text.of(now.email()), OptionalEmail.Text.of(typed.email()))) {
            errors.rejectValue("email", "refused.stale.field", new Object[] {now.email()}, null);
        }
        if (typed.company() != null && !Objects.equals(now.company(), typed.company())) {
            String company = companies
                    .findById(Objects.requireNonNull(now.company()))
                    .map(Company::name)
                    .orElseThrow();
            errors.rejectValue("company", "refused.stale.field", new Object[] {company}, null);
        }
        errors.rejectValue("version", "refused.stale");
        model.addAttribute("version", now.version());
        show(id, model);
        return Forms.refused(VIEW);
    }

    /** Rejects the action with the whole page, which gives the reason and has no button for it. */
    @PostMapping("/disable")
    ModelAndView disable(@PathVariable UUID id, @AuthenticationPrincipal AccountPrincipal principal, Model model) {
        Account account = users.account(id);
        if (!id.equals(principal.id()) && accountService.disable(id) == Outcome.DONE) {
            return Forms.accepted(Confirmation.USER_DISABLED.redirectTo("/settings/users/" + id));
        }
        model.addAttribute("edit", edit(account));
        model.addAttribute("version", account.version());
        model.addAttribute("refused", true);
        show(id, model);
        return Forms.refused(VIEW);
    }

    private static Edit edit(Account account) {
        String email = account.email();
        return new Edit(account.name(), email == null ? "" : email, account.companyId(), account.version());
    }

    private void show(UUID id, Model model) {
        overview.show(users.view(id), model);
        model.addAttribute("companies", companies.findAllByOrderByName());
        model.addAttribute("lastAdministrator", accountService.isLastAdministrator(id));
    }
}
