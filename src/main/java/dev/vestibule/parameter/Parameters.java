package dev.vestibule.parameter;

import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads and changes the parameters; nothing is cached, so a change takes effect on every node with its next request.
 */
@Component
public class Parameters {
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    Parameters(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    public ParameterValues current() {
        return new ParameterValues(jdbc.sql("select key, value from parameter").query().listOfRows().stream()
                .collect(Collectors.toMap(row -> (String) row.get("key"), row -> (String) row.get("value"))));
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
        jdbc.sql(
                        "insert into parameter (key, value) values (:key, :value) on conflict (key) do update set value = :value")
                .params(Map.of("key", parameter.key(), "value", Integer.toString(value)))
                .update();
        events.publishEvent(new ParameterChanged(parameter, before, value));
    }

    /** Restores the default. */
    @Transactional
    public void reset(Parameter parameter) {
        int before = current().number(parameter);
        jdbc.sql("delete from parameter where key = :key")
                .param("key", parameter.key())
                .update();
        events.publishEvent(new ParameterChanged(parameter, before, parameter.byDefault()));
    }
}
