package dev.vestibule.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vestibule.account.Account;
import dev.vestibule.account.AccountDetails;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.AccountService;
import dev.vestibule.account.Role;
import dev.vestibule.account.Username;
import dev.vestibule.account.UsernameTakenException;
import dev.vestibule.company.CompanyRepository;
import dev.vestibule.web.OptionalEmail;
import dev.vestibule.web.Problem;
import dev.vestibule.web.ProblemException;
import dev.vestibule.web.ProblemException.FieldFlaw;
import dev.vestibule.web.ProblemException.Flaw;
import dev.vestibule.web.ShortText;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.validation.Errors;
import tools.jackson.databind.JsonNode;

/** Creates and changes users as the bodies of requests say. */
@Component
class UserChanges {
    /** Not empty, and text to PostgreSQL, which has none for NUL and half a surrogate pair. */
    private static final String TEXT = "[^\\x00\\p{Cs}]+";

    private final JsonBodies bodies;
    private final CompanyRepository companies;
    private final AccountRepository accounts;
    private final AccountService accountService;

    UserChanges(
            JsonBodies bodies, CompanyRepository companies, AccountRepository accounts, AccountService accountService) {
        this.bodies = bodies;
        this.companies = companies;
        this.accounts = accounts;
        this.accountService = accountService;
    }

    /** @param company_id a node, as null is not a company; not sent for the company of the caller */
    record NewUser(
            @NotNull @Nullable String login,
            @ShortText @Nullable String name,

            @OptionalEmail @Size(max = OptionalEmail.MAX_LENGTH) @Pattern(regexp = TEXT) @Nullable
            String email,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            JsonNode company_id,

            @NotNull Role role) {}

    record UserPatch(
            @ShortText String name,

            @OptionalEmail @Size(max = OptionalEmail.MAX_LENGTH) @Pattern(regexp = TEXT) @Nullable
            String email,

            @NotNull String company_id,
            @NotNull Role role,
            @NotNull Boolean disabled) {
        static UserPatch of(Account account) {
            return new UserPatch(
                    account.name(),
                    account.email(),
                    account.companyId().toString(),
                    account.role(),
                    account.disabled());
        }
    }

    /** Creates a user. @param caller whose company the user belongs to, unless another is sent */
    UUID create(HttpServletRequest request, UUID caller) {
        NewUser wanted =
                bodies.read(request, new NewUser(null, null, null, null, Role.USER), ApiUser.FIELDS, this::checkNew);
        requireUser(wanted.role());
        Username login = Username.parse(wanted.login()).orElseThrow();
        if (accounts.existsByLogin(login.text())) {
            throw taken();
        }
        UUID company = wanted.company_id() == null
                ? accounts.get(caller).companyId()
                : UUID.fromString(wanted.company_id().asString());
        var data = new AccountDetails(String.valueOf(wanted.name()).strip(), wanted.email(), company);
        try {
            return accountService.create(login, data, Role.USER).id();
        } catch (UsernameTakenException e) {
            // Another request took the username between the check and the insert.
            throw taken();
        }
    }

    private void checkNew(NewUser user, Errors errors) {
        String login = user.login();
        if (login != null && Username.parse(login).isEmpty()) {
            String text = login.strip();
            boolean tooLong = text.codePointCount(0, text.length()) > Username.MAX_LENGTH;
            errors.rejectValue("login", tooLong ? JsonBodies.TOO_LONG : "refused.login.invalid");
        }
        if (user.company_id() != null) {
            checkCompany(user.company_id().asString(""), errors);
        }
    }

    private void checkCompany(String id, Errors errors) {
        if (QueryBinding.id(id).flatMap(companies::findById).isEmpty()) {
            errors.rejectValue("company_id", "refused.company.unknown");
        }
    }

    /** Makes all changes of the body or none; the account is that of a user, and stays so while its row is locked. */
    @Transactional
    void change(HttpServletRequest request, UUID id) {
        var sent = StrictJson.object(request).propertyNames();
        if (sent.contains("company_id") || sent.contains("disabled")) {
            // In the order of AccountService, which locks them for either: else two requests could wait for each other.
            accounts.lockAdministrators();
        }
        Account account = accounts.lock(id).orElseThrow(() -> new ProblemException(Problem.NOT_FOUND));
        requireUser(account.role());
        AccountDetails before = new AccountDetails(account.name(), account.email(), account.companyId());
        UserPatch wanted = bodies.read(request, UserPatch.of(account), ApiUser.FIELDS, (user, errors) -> {
            if (user.company_id() != null
                    && !user.company_id().equals(before.companyId().toString())) {
                checkCompany(user.company_id(), errors);
            }
        });
        requireUser(wanted.role());
        AccountDetails after =
                new AccountDetails(wanted.name().strip(), wanted.email(), UUID.fromString(wanted.company_id()));
        if (!after.equals(before)) {
            accountService.edit(id, after, account.version());
        }
        if (wanted.disabled() && !account.disabled()) {
            accountService.disable(id);
        } else if (!wanted.disabled() && account.disabled()) {
            accountService.enable(id);
        }
    }

    private static void requireUser(Role role) {
        if (role != Role.USER) {
            throw new ProblemException(Problem.FORBIDDEN);
        }
    }

    private static ProblemException taken() {
        return new ProblemException(Problem.CONFLICT, List.of(new FieldFlaw("login", Flaw.TAKEN)));
    }
}
