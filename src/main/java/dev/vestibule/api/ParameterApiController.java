package dev.vestibule.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.vestibule.audit.AuditRetentionChange;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameter.Unit;
import dev.vestibule.parameter.ParameterValues;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.web.Problem;
import dev.vestibule.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** System parameters, by key. */
@RestController
@RequestMapping(path = "/api/v1/parameters", produces = MediaType.APPLICATION_JSON_VALUE)
class ParameterApiController {
    private static final Set<String> READ_ONLY = Set.of("key", "default", "minimum", "maximum", "unit", "description");

    private final Parameters parameters;
    private final MessageSource messages;
    private final AuditRetentionChange retention;
    private final JsonBodies bodies;

    ParameterApiController(
            Parameters parameters, MessageSource messages, AuditRetentionChange retention, JsonBodies bodies) {
        this.retention = retention;
        this.bodies = bodies;
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

    record Value(@NotNull @Nullable Integer value) {}

    @GetMapping
    Page<View> list(@Valid @ModelAttribute PageQuery page) {
        ParameterValues values = parameters.current();
        Optional<String> pending = retention.pending(values, ZoneOffset.UTC);
        List<View> found = Arrays.stream(Parameter.values())
                .sorted(Comparator.comparing(Parameter::key))
                .filter(parameter -> parameter.key().compareTo(page.after()) > 0)
                .limit(page.limit() + 1L)
                .map(parameter -> view(parameter, values, pending))
                .toList();
        return Page.of(found, page.limit(), View::key);
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
    View set(@PathVariable String key, HttpServletRequest request) {
        Parameter parameter = parameter(key);
        Value wanted = bodies.read(request, new Value(null), READ_ONLY, (body, errors) -> {
            if (body.value() != null && parameter.parse(body.value().toString()).isEmpty()) {
                errors.rejectValue("value", "refused.parameter.bounds");
            }
        });
        parameters.set(parameter, Objects.requireNonNull(wanted.value()));
        return get(key);
    }

    /** Restores the default. */
    @DeleteMapping("/{key}")
    View reset(@PathVariable String key) {
        parameters.reset(parameter(key));
        return get(key);
    }

    private static Parameter parameter(String key) {
        return Parameter.ofKey(key).orElseThrow(() -> new ProblemException(Problem.NOT_FOUND));
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
