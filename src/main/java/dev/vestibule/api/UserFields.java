package dev.vestibule.api;

import dev.vestibule.account.AccountDetails;
import dev.vestibule.account.Role;
import dev.vestibule.account.Username;
import dev.vestibule.company.CompanyRepository;
import dev.vestibule.web.OptionalEmail;
import dev.vestibule.web.Problem.Flaw;
import jakarta.validation.Validator;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads what an account is to be from the fields that were sent. */
@Component
class UserFields {
    private final CompanyRepository companies;
    private final Validator validator;

    UserFields(CompanyRepository companies, Validator validator) {
        this.companies = companies;
        this.validator = validator;
    }

    private record Address(@OptionalEmail String email) {}

    /** @param company null for that of who asks */
    record New(
            Username login,
            String name,
            @Nullable String email,
            @Nullable UUID company,
            Role role) {}

    /** What is to change; null stays as it is. @param emailSent whether e-mail is to change, to none perhaps */
    record Change(
            @Nullable String name,
            boolean emailSent,
            @Nullable String email,
            @Nullable UUID company,
            @Nullable Role role,
            @Nullable Boolean disabled) {
        AccountDetails of(AccountDetails before) {
            return new AccountDetails(
                    name == null ? before.name() : name,
                    emailSent ? email : before.email(),
                    company == null ? before.companyId() : company);
        }
    }

    /** @throws Refusal when anything is wrong */
    New ofNew(Fields fields) {
        fields.require("login").require("name");
        String typed = fields.text("login");
        Optional<Username> login = Username.parse(typed);
        if (typed != null && login.isEmpty()) {
            fields.refuse("login", tooLong(typed) ? Flaw.TOO_LONG : Flaw.INVALID);
        }
        String name = fields.shortText("name");
        String email = email(fields);
        UUID company = company(fields);
        Role role = role(fields);
        fields.end(UserView.FIELDS);
        return new New(
                login.orElseThrow(), Objects.requireNonNull(name), email, company, role == null ? Role.USER : role);
    }

    /** @throws Refusal when anything is wrong */
    Change ofChange(Fields fields) {
        Change change = new Change(
                fields.shortText("name"),
                fields.has("email"),
                email(fields),
                company(fields),
                role(fields),
                fields.flag("disabled"));
        fields.end(UserView.FIELDS);
        return change;
    }

    private static boolean tooLong(String login) {
        String text = login.strip();
        return text.codePointCount(0, text.length()) > Username.MAX_LENGTH;
    }

    private @Nullable String email(Fields fields) {
        String text = fields.textOrNull("email");
        if (text == null) {
            return null;
        }
        if (text.length() > OptionalEmail.MAX_LENGTH) {
            fields.refuse("email", Flaw.TOO_LONG);
        } else if (text.isBlank()
                || !validator.validateValue(Address.class, "email", text).isEmpty()) {
            fields.refuse("email", Flaw.INVALID);
        }
        return text;
    }

    private @Nullable UUID company(Fields fields) {
        UUID company = fields.id("company_id");
        if (company != null && companies.findById(company).isEmpty()) {
            fields.refuse("company_id", Flaw.INVALID);
        }
        return company;
    }

    private static @Nullable Role role(Fields fields) {
        String code = fields.text("role");
        Role role = Arrays.stream(Role.values())
                .filter(known -> known.name().equals(code))
                .findFirst()
                .orElse(null);
        if (code != null && role == null) {
            fields.refuse("role", Flaw.INVALID);
        }
        return role;
    }
}
