package dev.vestibule.parameter;

import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads and changes the parameters; nothing is cached, so a change takes effect on every node with its next request.
 */
@Component
public class Parameters {
    private final SystemParameterRepository repository;
    private final ApplicationEventPublisher events;

    Parameters(SystemParameterRepository repository, ApplicationEventPublisher events) {
        this.repository = repository;
        this.events = events;
    }

    public ParameterValues current() {
        return new ParameterValues(repository.findChanged().stream()
                .collect(Collectors.toMap(
                        SystemParameterRepository.Changed::key, SystemParameterRepository.Changed::value)));
    }

    /**
     * Sets a value and publishes {@link ParameterChanged} within the transaction.
     *
     * @throws IllegalArgumentException when {@code value} is out of bounds; ask {@link Parameter#parse} first
     */
    @Transactional
    public void set(Parameter parameter, int value) {
        if (parameter.parse(Integer.toString(value)).isEmpty()) {
            throw new IllegalArgumentException(parameter.key() + " out of bounds");
        }
        int before = current().number(parameter);
        repository.set(parameter.key(), Integer.toString(value));
        events.publishEvent(new ParameterChanged(parameter, before, value));
    }

    /** Restores the default. */
    @Transactional
    public void reset(Parameter parameter) {
        int before = current().number(parameter);
        repository.reset(parameter.key());
        events.publishEvent(new ParameterChanged(parameter, before, parameter.byDefault()));
    }
}
