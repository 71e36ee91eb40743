package dev.vestibule.api;

import dev.vestibule.web.Problem;
import dev.vestibule.web.ProblemException;
import dev.vestibule.web.ProblemException.FieldFlaw;
import dev.vestibule.web.ProblemException.Flaw;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Validator;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.validation.Errors;
import org.springframework.validation.MapBindingResult;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the JSON bodies of requests as records, strictly: Jackson binds them, Bean Validation and the rules of the
 * resource check them whole, and one problem lists all errors.
 */
@Component
class JsonBodies {
    /** The media type of a merge patch (RFC 7396). */
    static final String MERGE_PATCH = "application/merge-patch+json";

    /** The code with which rules reject a text that is too long. */
    static final String TOO_LONG = "jakarta.validation.constraints.Size.message";

    /** The flaws of messages that say more than that a value is not valid. */
    private static final Map<String, Flaw> FLAWS = Map.of(
            "jakarta.validation.constraints.NotNull.message",
            Flaw.REQUIRED,
            TOO_LONG,
            Flaw.TOO_LONG,
            "refused.name.blank",
            Flaw.REQUIRED,
            "refused.name.long",
            Flaw.TOO_LONG,
            "refused.parameter.bounds",
            Flaw.OUT_OF_BOUNDS);

    private final Validator validator;

    JsonBodies(Validator validator) {
        this.validator = validator;
    }

    /**
     * Reads a body as a change of a resource. All fields are scalars or lists, of which a merge patch replaces the
     * whole.
     *
     * @param present the values of fields that are not sent
     * @param readOnly names of fields of the resource, of which those not in the record cannot be changed
     * @param rules the rules besides the constraints of the record
     * @throws ProblemException when the body is no JSON object, or with all that is wrong with its fields
     */
    <T extends Record> T read(
            HttpServletRequest request, T present, Set<String> readOnly, BiConsumer<T, Errors> rules) {
        ObjectNode before = StrictJson.MAPPER.valueToTree(present);
        ObjectNode sent = StrictJson.object(request);
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) present.getClass();
        Set<String> known = names(type);
        known.addAll(before.propertyNames());
        Map<String, Flaw> flaws = new HashMap<>();
        sent.propertyNames().stream()
                .filter(field -> !known.contains(field))
                .forEach(field -> flaws.put(field, readOnly.contains(field) ? Flaw.READ_ONLY : Flaw.UNKNOWN));
        ObjectNode patched = before.deepCopy().setAll(sent);
        patched.remove(flaws.keySet());
        T body = bind(patched, before, type, flaws);
        validate(body, rules).forEach((field, flaw) -> {
            // Only a field without a value is required; to take a value away is not valid.
            boolean removed = sent.path(field).isNull() && before.hasNonNull(field);
            flaws.putIfAbsent(field, removed ? Flaw.INVALID : flaw);
        });
        if (!flaws.isEmpty()) {
            known.addAll(sent.propertyNames());
            throw invalid(flaws, known);
        }
        return body;
    }

    private static ProblemException invalid(Map<String, Flaw> flaws, Set<String> order) {
        return new ProblemException(
                Problem.INVALID,
                order.stream()
                        .filter(flaws::containsKey)
                        .map(field -> new FieldFlaw(field, Objects.requireNonNull(flaws.get(field))))
                        .toList());
    }

    /** Records each field that cannot be bound, and binds the rest. */
    private static <T> T bind(ObjectNode tree, ObjectNode before, Class<T> type, Map<String, Flaw> flaws) {
        while (true) {
            try {
                return StrictJson.MAPPER.treeToValue(tree, type);
            } catch (JacksonException e) {
                String field = e.getPath().get(0).getPropertyName();
                if (flaws.put(field, flaw(e)) != null) {
                    throw e;
                }
                tree.remove(field);
                if (before.has(field)) {
                    tree.set(field, before.get(field));
                }
            }
        }
    }

    private static Flaw flaw(JacksonException failure) {
        if (failure instanceof UnrecognizedPropertyException) {
            return Flaw.UNKNOWN;
        }
        boolean outOfRange =
                failure instanceof InputCoercionException || failure.getCause() instanceof InputCoercionException;
        return outOfRange ? Flaw.OUT_OF_BOUNDS : Flaw.INVALID;
    }

    private <T extends Record> Map<String, Flaw> validate(T body, BiConsumer<T, Errors> rules) {
        Errors errors = new MapBindingResult(Map.of(), "body");
        validator
                .validate(body)
                .forEach(violation -> errors.rejectValue(
                        violation.getPropertyPath().toString(),
                        violation.getMessageTemplate().replaceAll("[{}]", "")));
        rules.accept(body, errors);
        // Of two flaws of a field the one that says more.
        return errors.getFieldErrors().stream()
                .collect(Collectors.toMap(
                        error -> error.getField(),
                        error -> FLAWS.getOrDefault(error.getCode(), Flaw.INVALID),
                        (one, other) -> one == Flaw.INVALID ? other : one));
    }

    /** The names of a record's fields in JSON. */
    static Set<String> names(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component -> component.getName().replaceAll("[A-Z]", "_$0").toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
