package dev.vestibule.policy;

import dev.vestibule.policy.CompanyPolicyRepository.Current;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The policies of all companies; nothing is cached, so a change takes effect on every node with its next request. */
@Component
public class Policies {
    private final CompanyPolicyRepository policies;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    Policies(CompanyPolicyRepository policies, Clock clock, ApplicationEventPublisher events) {
        this.policies = policies;
        this.clock = clock;
        this.events = events;
    }

    public Policy of(UUID company) {
        return policies.current(company).map(Current::policy).orElse(Policy.NONE);
    }

    /** The policies of all companies that have one. */
    public Map<UUID, Policy> all() {
        return policies.allCurrent().stream().collect(Collectors.toMap(Current::company, Current::policy));
    }

    /** Sets a policy, and publishes {@link PolicyChanged}. The caller has locked the company. */
    @Transactional
    public Policy change(UUID company, PolicySettings settings) {
        CompanyPolicy stored = policies.findById(company).orElseGet(() -> new CompanyPolicy(company));
        Policy before = stored.policy();
        Policy after = before.change(settings, clock.instant());
        stored.set(after);
        policies.saveAndFlush(stored);
        events.publishEvent(new PolicyChanged(company, before, after));
        return after;
    }
}
