package dev.vestibule.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.vestibule.audit.AuditRetentionChange;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameter.Unit;
import dev.vestibule.parameter.ParameterValues;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.web.Problem.Code;
import dev.vestibule.web.Problem.Flaw;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What an administrator may tune. */
@RestController
@RequestMapping(path = "/api/v1/parameters", produces = MediaType.APPLICATION_JSON_VALUE)
class ParameterResources {
    private static final Set<String> FIELDS =
            Set.of("key", "value", "default", "minimum", "maximum", "unit", "description");

    private final Parameters parameters;
    private final MessageSource messages;
    private final AuditRetentionChange retention;

    ParameterResources(Parameters parameters, MessageSource messages, AuditRetentionChange retention) {
        this.retention = retention;
        this.parameters = parameters;
        this.messages = messages;
    }

    /** @param unit null for a switch, which is 0 or 1 */
    record View(
            String key,
            int value,
            @JsonProperty("default") int byDefault,
            int minimum,
            int maximum,
            @Nullable String unit,
            String description) {}

    @GetMapping
    @Takes({Query.LIMIT, Query.CURSOR})
    Page<View> list(Query query) {
        String after = query.cursor(Optional::of);
        int limit = query.limit();
        ParameterValues values = parameters.current();
        Optional<String> pending = retention.pending(values, ZoneOffset.UTC);
        List<View> found = Arrays.stream(Parameter.values())
                .sorted(Comparator.comparing(Parameter::key))
                .filter(parameter -> after == null || parameter.key().compareTo(after) > 0)
                .limit(limit + 1L)
                .map(parameter -> view(parameter, values, pending))
                .toList();
        return Page.of(found, limit, View::key);
    }

    @GetMapping("/{key}")
    View get(@PathVariable String key) {
        Parameter parameter = parameter(key);
        ParameterValues values = parameters.current();
        return view(
                parameter,
                values,
                parameter == Parameter.AUDIT_RETENTION_DAYS
                        ? retention.pending(values, ZoneOffset.UTC)
                        : Optional.empty());
    }

    @PutMapping(path = "/{key}", consumes = MediaType.APPLICATION_JSON_VALUE)
    View set(@PathVariable String key, Body body) throws IOException {
        Parameter parameter = parameter(key);
        Fields fields = body.fields().require("value");
        Integer value = fields.number("value");
        if (value != null && parameter.parse(Integer.toString(value)).isEmpty()) {
            fields.refuse("value", Flaw.OUT_OF_BOUNDS);
        }
        fields.end(FIELDS);
        if (value != null) {
            parameters.set(parameter, value);
        }
        return get(key);
    }

    /** Back to its default. */
    @DeleteMapping("/{key}")
    View reset(@PathVariable String key) {
        parameters.reset(parameter(key));
        return get(key);
    }

    private static Parameter parameter(String key) {
        return Parameter.ofKey(key).orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
    }

    private View view(Parameter parameter, ParameterValues values, Optional<String> retentionPending) {
        String description = messages.getMessage("parameter." + parameter.key(), null, Locale.ENGLISH);
        boolean later = parameter == Parameter.AUDIT_RETENTION_DAYS && retentionPending.isPresent();
        return new View(
                parameter.key(),
                values.number(parameter),
                parameter.byDefault(),
                parameter.minimum(),
                parameter.maximum(),
                parameter.unit() == Unit.SWITCH ? null : parameter.unit().name().toLowerCase(Locale.ROOT),
                later ? description + ". " + retentionPending.get() : description);
    }
}
