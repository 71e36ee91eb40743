package dev.vestibule.userimport;

import dev.vestibule.account.AccountDetails;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.Role;
import dev.vestibule.account.Username;
import dev.vestibule.company.Company;
import dev.vestibule.company.CompanyRepository;
import dev.vestibule.text.FoldedText;
import dev.vestibule.userimport.ImportReport.Flaw;
import dev.vestibule.web.OptionalEmail;
import dev.vestibule.web.ShortText;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads a file and finds the flaws of each line, by the rules for a single new account. */
@Component
public class UserImportCheck {
    /** Usernames in one query. */
    private static final int BATCH = 500;

    private final CompanyRepository companies;
    private final Validator validator;
    private final AccountRepository accounts;

    UserImportCheck(CompanyRepository companies, Validator validator, AccountRepository accounts) {
        this.companies = companies;
        this.validator = validator;
        this.accounts = accounts;
    }

    /** An account that can be created. */
    record Entry(int line, Username login, AccountDetails data, Role role) {}

    /** The fields of a line as typed. */
    private record Typed(
            @ShortText String name, @OptionalEmail String email) {}

    /** Reads the file without a sink. */
    public ImportReport check(byte[] content) {
        return read(content, batch -> {});
    }

    /**
     * Reads the file.
     *
     * @param sink takes accounts that can be created, some hundred at a time; that there will be no flaw is known only
     *     at the end
     */
    ImportReport read(byte[] content, Consumer<List<Entry>> sink) {
        Reading reading = new Reading(sink);
        new UserImportFile(content).read(reading::line, reading.report::add);
        return reading.finish();
    }

    /** One reading of one file; it stores the line of each username. */
    private final class Reading {
        private final Consumer<List<Entry>> sink;
        private final ImportReport report = new ImportReport();
        private final Map<String, UUID> companyIds = new HashMap<>();
        private final Map<String, Integer> lines = new HashMap<>();
        private final List<Entry> batch = new ArrayList<>();

        Reading(Consumer<List<Entry>> sink) {
            this.sink = sink;
            for (Company company : companies.findAllByOrderByName()) {
                companyIds.put(FoldedText.of(company.name()), company.id());
            }
        }

        void line(int line, Map<UserImportColumn, String> cells) {
            List<Flaw> flaws = new ArrayList<>();
            Optional<Username> login = login(line, cells.getOrDefault(UserImportColumn.LOGIN, ""), flaws);
            Typed typed = new Typed(
                    cells.getOrDefault(UserImportColumn.NAME, ""), cells.getOrDefault(UserImportColumn.EMAIL, ""));
            // Most of the time that millions of bad lines take.
            if (flaws.isEmpty() || !report.isFull()) {
                validate(line, typed, flaws);
            }
            UUID company = company(line, cells.getOrDefault(UserImportColumn.COMPANY, ""), flaws);
            Optional<Role> role = role(line, cells.getOrDefault(UserImportColumn.ROLE, ""), flaws);
            flaws.forEach(report::add);
            if (flaws.isEmpty() && company != null) {
                AccountDetails data = new AccountDetails(typed.name(), OptionalEmail.Text.of(typed.email()), company);
                batch.add(new Entry(line, login.orElseThrow(), data, role.orElseThrow()));
                if (batch.size() == BATCH) {
                    flush();
                }
            }
        }

        private void validate(int line, Typed typed, List<Flaw> flaws) {
            validator.validate(typed).forEach(violation -> {
                UserImportColumn column = UserImportColumn.ofCode(
                                violation.getPropertyPath().toString())
                        .orElseThrow();
                flaws.add(new Flaw(line, column, violation.getMessageTemplate().replaceAll("[{}]", "")));
            });
        }

        private Optional<Username> login(int line, String typed, List<Flaw> flaws) {
            Optional<Username> login = Username.parse(typed);
            if (login.isEmpty()) {
                flaws.add(new Flaw(
                        line,
                        UserImportColumn.LOGIN,
                        typed.isEmpty() ? "refused.login.blank" : "refused.login.invalid"));
                return login;
            }
            Integer before = lines.putIfAbsent(login.get().text(), line);
            if (before != null) {
                flaws.add(new Flaw(line, UserImportColumn.LOGIN, "import.flaw.twice", before));
            }
            return login;
        }

        /** With a single company, the file need not name it. */
        private @Nullable UUID company(int line, String typed, List<Flaw> flaws) {
            UUID company = typed.isEmpty() && companyIds.size() == 1
                    ? companyIds.values().iterator().next()
                    : companyIds.get(FoldedText.of(typed));
            if (company == null) {
                flaws.add(new Flaw(
                        line,
                        UserImportColumn.COMPANY,
                        typed.isEmpty() ? "import.flaw.company.blank" : "import.flaw.company.unknown"));
            }
            return company;
        }

        private Optional<Role> role(int line, String typed, List<Flaw> flaws) {
            Optional<Role> role = typed.isEmpty()
                    ? Optional.of(Role.USER)
                    : Arrays.stream(Role.values())
                            // To lower case: a dotless i is an I in upper case, too.
                            .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(typed.toLowerCase(Locale.ROOT)))
                            .findFirst();
            if (role.isEmpty()) {
                flaws.add(new Flaw(line, UserImportColumn.ROLE, "import.flaw.role"));
            }
            return role;
        }

        private void flush() {
            Set<String> taken = taken();
            List<Entry> free = new ArrayList<>();
            for (Entry entry : batch) {
                if (taken.contains(entry.login().text())) {
                    report.add(new Flaw(entry.line(), UserImportColumn.LOGIN, "refused.login.taken"));
                } else {
                    report.count(entry.role() == Role.ADMIN);
                    free.add(entry);
                }
            }
            batch.clear();
            if (report.isSound()) {
                sink.accept(free);
            }
        }

        private Set<String> taken() {
            List<String> usernames =
                    batch.stream().map(entry -> entry.login().text()).toList();
            return accounts.loginsAmong(usernames);
        }

        ImportReport finish() {
            if (!batch.isEmpty()) {
                flush();
            }
            if (report.isSound() && report.accounts() == 0) {
                report.add(new Flaw(1, null, "import.flaw.empty"));
            }
            return report;
        }
    }
}
