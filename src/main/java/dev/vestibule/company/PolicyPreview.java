package dev.vestibule.company;

import dev.vestibule.policy.EnrolmentMethod;
import dev.vestibule.policy.MfaStatus;
import dev.vestibule.policy.MfaStatus.State;
import dev.vestibule.policy.Policies;
import dev.vestibule.policy.Policy;
import dev.vestibule.policy.PolicySettings;
import dev.vestibule.policy.PolicySubject;
import dev.vestibule.trusteddevice.PolicyDeviceRevocation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Computes the effect of a policy on each account of a company before the policy is saved, by the same rules. */
@Component
public class PolicyPreview {
    /** The maximum number of accounts that are listed; the others are only counted. */
    static final int NAMED = 100;

    private final CompanyRepository companies;
    private final Policies policies;
    private final PolicyDeviceRevocation devices;
    private final JdbcClient jdbc;
    private final Clock clock;

    PolicyPreview(
            CompanyRepository companies,
            Policies policies,
            PolicyDeviceRevocation devices,
            JdbcClient jdbc,
            Clock clock) {
        this.companies = companies;
        this.policies = policies;
        this.devices = devices;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** An account whose MFA status would change. */
    public record Affected(UUID id, String login, String name, MfaStatus before, MfaStatus after) {}

    /**
     * @param counts the number of enabled accounts in each state
     * @param affected the first {@link #NAMED} accounts whose MFA status would change, by username
     * @param others the number of further such accounts
     * @param devices the number of trusted devices that would be revoked
     */
    public record Outcome(Map<State, Long> counts, List<Affected> affected, long others, int devices) {
        /** The number of enabled accounts. */
        public long accounts() {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }

        private Outcome and(Outcome other) {
            Map<State, Long> sum = new EnumMap<>(counts);
            other.counts().forEach((state, count) -> sum.merge(state, count, Long::sum));
            List<Affected> all = new ArrayList<>(affected);
            all.addAll(other.affected());
            List<Affected> named = all.subList(0, Math.min(NAMED, all.size()));
            return new Outcome(
                    sum, named, others + other.others() + all.size() - named.size(), devices + other.devices());
        }
    }

    /** The preview for {@link CompanyService#requireOfEveryone}: the sum for all companies. */
    @Transactional(readOnly = true)
    public Outcome ofRequiring(int graceDays, EnrolmentMethod enrolment) {
        Map<UUID, Policy> all = policies.all();
        return companies.findAllByOrderByName().stream()
                .map(company -> {
                    PolicySettings now =
                            all.getOrDefault(company.id(), Policy.NONE).settings();
                    return of(
                            company.id(),
                            now.requiringOfEveryone(graceDays, enrolment).orElse(now));
                })
                .reduce(Outcome::and)
                .orElseThrow();
    }

    @Transactional(readOnly = true) // Only in a transaction does the driver fetch the rows in batches.
    public Outcome of(UUID company, PolicySettings settings) {
        Instant now = clock.instant();
        Policy before = policies.of(company);
        Policy after = before.change(settings, now);
        Map<State, Long> counts = new EnumMap<>(State.class);
        for (State state : State.values()) {
            counts.put(state, 0L);
        }
        List<Affected> affected = new ArrayList<>();
        long[] others = {0};
        try (var accounts = jdbc
                .sql("""
                select id, login, name, role, mfa_enabled, enrolment_due, created_at from account
                where company_id = :company and not disabled order by login""")
                .param("company", company)
                .withFetchSize(1_000)
                .query((row, n) -> affected(row, before, after, now))
                .stream()) {
            accounts.forEach(account -> {
                counts.merge(account.after().state(), 1L, Long::sum);
                if (account.before().equals(account.after())) {
                    return;
                }
                if (affected.size() < NAMED) {
                    affected.add(account);
                } else {
                    others[0]++;
                }
            });
        }
        return new Outcome(counts, affected, others[0], devices.wouldEnd(company, before, after));
    }

    private static Affected affected(ResultSet row, Policy before, Policy after, Instant now) throws SQLException {
        PolicySubject subject = PolicySubject.read(row);
        return new Affected(
                row.getObject("id", UUID.class),
                row.getString("login"),
                row.getString("name"),
                before.mfaStatus(subject, now),
                after.mfaStatus(subject, now));
    }
}
