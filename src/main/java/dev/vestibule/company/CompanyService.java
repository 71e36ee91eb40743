package dev.vestibule.company;

import dev.vestibule.account.AccountService;
import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.platform.UniqueConstraint;
import dev.vestibule.policy.EnrolmentMethod;
import dev.vestibule.policy.Policies;
import dev.vestibule.policy.Policy;
import dev.vestibule.policy.PolicySettings;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Creates companies and changes their names and policies; rejects a policy that would lock out the last administrator.
 */
@Component
public class CompanyService {
    private static final UniqueConstraint NAME = new UniqueConstraint("company_name_uq");

    private final CompanyRepository companies;
    private final Policies policies;
    private final AccountService accounts;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    CompanyService(
            CompanyRepository companies,
            Policies policies,
            AccountService accounts,
            Clock clock,
            ApplicationEventPublisher events) {
        this.companies = companies;
        this.policies = policies;
        this.accounts = accounts;
        this.clock = clock;
        this.events = events;
    }

    /** The result of a change. */
    public enum Outcome {
        DONE,
        LAST_ADMINISTRATOR,
        STALE
    }

    /** @throws CompanyNameTakenException when another company has the name */
    @Transactional
    public Company create(String name, PolicySettings settings) {
        Company company = save(new Company(name, clock.instant()));
        events.publishEvent(AuditEvent.of(AuditEventType.COMPANY_CREATED).with(AuditDetail.NAME, name));
        if (!settings.equals(PolicySettings.NONE)) {
            change(company, settings, Policy.NONE);
        }
        return company;
    }

    /** The fields of a company that can be changed. */
    public record Draft(String name, PolicySettings settings) {}

    /**
     * Changes the name and the policy. The policy applies from the next request of each user of the company, on every
     * node.
     *
     * @param version the company's version that the administrator saw; null to overwrite any version
     * @param edit is applied to the values at the moment of the change
     * @throws CompanyNameTakenException when another company has the name
     */
    @Transactional
    public Outcome edit(UUID id, @Nullable Integer version, UnaryOperator<Draft> edit) {
        Company company = companies.lock(id).orElseThrow();
        if (version != null && company.version() != version) {
            return Outcome.STALE;
        }
        Policy before = policies.of(id);
        Draft after = edit.apply(new Draft(company.name(), before.settings()));
        boolean other = !before.settings().equals(after.settings());
        if (other && !accounts.leavesAnAdministrator(Map.of(id, before.change(after.settings(), clock.instant())))) {
            return Outcome.LAST_ADMINISTRATOR;
        }
        String oldName = company.name();
        company.change(after.name());
        save(company);
        if (!oldName.equals(after.name())) {
            events.publishEvent(AuditEvent.of(AuditEventType.COMPANY_CHANGED)
                    .with(AuditDetail.NAME, after.name())
                    .with(AuditDetail.BEFORE, oldName)
                    .with(AuditDetail.AFTER, after.name()));
        }
        if (other) {
            change(company, after.settings(), before);
        }
        return Outcome.DONE;
    }

    private Company save(Company company) {
        try {
            return companies.saveAndFlush(company);
        } catch (DataIntegrityViolationException e) {
            throw NAME.isViolatedBy(e) ? new CompanyNameTakenException(e) : e;
        }
    }

    /**
     * Requires MFA of all users of all companies, and publishes an event for each company whose policy changes.
     * Companies that already require MFA of all users keep their policy.
     */
    @Transactional
    public Outcome requireOfEveryone(int graceDays, EnrolmentMethod enrolment) {
        List<Company> locked = companies.lockAll();
        Map<UUID, Policy> before = policies.all();
        Map<UUID, PolicySettings> changes = new LinkedHashMap<>();
        for (Company company : locked) {
            PolicySettings settings =
                    before.getOrDefault(company.id(), Policy.NONE).settings();
            settings.requiringOfEveryone(graceDays, enrolment).ifPresent(after -> changes.put(company.id(), after));
        }
        Map<UUID, Policy> after = new HashMap<>();
        changes.forEach((id, settings) ->
                after.put(id, before.getOrDefault(id, Policy.NONE).change(settings, clock.instant())));
        if (!changes.isEmpty() && !accounts.leavesAnAdministrator(after)) {
            return Outcome.LAST_ADMINISTRATOR;
        }
        for (Company company : locked) {
            PolicySettings settings = changes.get(company.id());
            if (settings != null) {
                company.change(company.name()); // raises the version, so that an older form is rejected
                save(company);
                change(company, settings, before.getOrDefault(company.id(), Policy.NONE));
            }
        }
        return Outcome.DONE;
    }

    private void change(Company company, PolicySettings settings, Policy before) {
        policies.change(company.id(), settings);
        events.publishEvent(AuditEvent.of(AuditEventType.POLICY_CHANGED)
                .with(AuditDetail.NAME, company.name())
                .with(AuditDetail.BEFORE, differing(before.settings(), settings))
                .with(AuditDetail.AFTER, differing(settings, before.settings())));
    }

    /** The settings of the first policy that differ from the second, by their names in the API. */
    private static String differing(PolicySettings one, PolicySettings other) {
        return Stream.of(
                        term(
                                "mfa_required",
                                one.mfaRequired().code(),
                                other.mfaRequired().code()),
                        term("grace_days", one.graceDays(), other.graceDays()),
                        term(
                                "enrolment",
                                one.enrolment().code(),
                                other.enrolment().code()),
                        term("trusted_devices_allowed", one.trustedDevicesAllowed(), other.trustedDevicesAllowed()),
                        term("trusted_device_days", one.trustedDeviceDays(), other.trustedDeviceDays()),
                        term("trusted_networks", one.trustedNetworks(), other.trustedNetworks()))
                .flatMap(List::stream)
                .collect(Collectors.joining(", "));
    }

    private static List<String> term(String name, @Nullable Object one, @Nullable Object other) {
        return Objects.equals(one, other) ? List.of() : List.of(name + " " + one);
    }
}
