package dev.vestibule.company;

import dev.vestibule.event.Detail;
import dev.vestibule.event.Event;
import dev.vestibule.event.Kind;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes companies and changes what they are. */
@Component
public class CompanyRegistry {
    private final Companies companies;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    CompanyRegistry(Companies companies, Clock clock, ApplicationEventPublisher events) {
        this.companies = companies;
        this.clock = clock;
        this.events = events;
    }

    /**
     * A new company.
     *
     * @param name of 1 to 100 characters, without a colon
     * @throws org.springframework.dao.DataIntegrityViolationException when the name is taken, in whatever case
     */
    @Transactional
    public Company create(String name) {
        Company company = companies.save(new Company(name, clock.instant()));
        events.publishEvent(Event.of(Kind.COMPANY_CREATED).with(Detail.NAME, name));
        return company;
    }

    /**
     * Another name; authenticator apps show it for what is added from then on.
     *
     * @return empty when there is no such company
     * @throws org.springframework.dao.DataIntegrityViolationException when the name is taken, in whatever case
     */
    @Transactional
    public Optional<Company> rename(UUID id, String name) {
        Optional<Company> company = companies.lock(id);
        company.filter(c -> !c.name().equals(name)).ifPresent(c -> {
            events.publishEvent(
                    Event.of(Kind.COMPANY_CHANGED).with(Detail.NAME, c.name()).with(Detail.FIELDS, "name"));
            c.rename(name);
        });
        return company;
    }
}
