package dev.vestibule.parameter;

import dev.vestibule.parameter.Parameter.Unit;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The values in force at one moment: what an administrator set, else the default. */
public final class ParameterValues {
    /** The changed parameters as one JSON object: a column for a query that runs on every request anyway. */
    public static final String AS_JSON = "(select json_object_agg(key, value)::text from parameter)";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final Map<String, String> changed;

    ParameterValues(Map<String, String> changed) {
        this.changed = Map.copyOf(changed);
    }

    /** The values behind what {@link #AS_JSON} selected; null when every parameter is at its default. */
    public static ParameterValues ofJson(@Nullable String json) {
        return new ParameterValues(json == null ? Map.of() : JSON.readValue(json, TEXTS));
    }

    /** The same, but for one value. @throws IllegalArgumentException when that is out of bounds */
    public ParameterValues with(Parameter parameter, int value) {
        String text = Integer.toString(value);
        if (parameter.parse(text).isEmpty()) {
            throw new IllegalArgumentException(parameter.key() + " out of bounds");
        }
        Map<String, String> other = new HashMap<>(changed);
        other.put(parameter.key(), text);
        return new ParameterValues(other);
    }

    public int number(Parameter parameter) {
        String value = changed.get(parameter.key());
        // A stored value that newer bounds refuse counts as not set.
        return value == null ? parameter.byDefault() : parameter.parse(value).orElse(parameter.byDefault());
    }

    public boolean changed(Parameter parameter) {
        return number(parameter) != parameter.byDefault();
    }

    /** Whether a switch is on. */
    public boolean on(Parameter parameter) {
        require(parameter, parameter.unit() == Unit.SWITCH);
        return number(parameter) == 1;
    }

    public Duration duration(Parameter parameter) {
        return switch (parameter.unit()) {
            case MINUTES -> Duration.ofMinutes(number(parameter));
            case HOURS -> Duration.ofHours(number(parameter));
            case DAYS -> Duration.ofDays(number(parameter));
            case SWITCH, CHARACTERS, FAILURES -> throw new IllegalArgumentException(parameter + " is no duration");
        };
    }

    private static void require(Parameter parameter, boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException(parameter + " is no switch");
        }
    }
}
