package dev.vestibule.api;

import dev.vestibule.web.Problem;
import dev.vestibule.web.Problem.Code;
import dev.vestibule.web.Problem.Field;
import dev.vestibule.web.Problem.Flaw;
import dev.vestibule.web.ShortText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of what was sent. What is wrong with them is collected, so that one answer tells it all; {@link #end} refuses
 * what nobody asked for.
 */
final class Fields {
    private final ObjectNode object;
    private final Set<String> asked = new HashSet<>();
    private final List<Field> wrong = new ArrayList<>();

    Fields(ObjectNode object) {
        this.object = object;
    }

    boolean has(String name) {
        return object.has(name);
    }

    private boolean isNull(String name) {
        return object.path(name).isNull();
    }

    void refuse(String name, Flaw flaw) {
        wrong.add(new Field("#/" + name.replace("~", "~0").replace("/", "~1"), flaw));
    }

    /** Notes that a field has to be there. */
    Fields require(String name) {
        if (!object.hasNonNull(name)) {
            asked.add(name);
            refuse(name, Flaw.REQUIRED);
        }
        return this;
    }

    /** What was sent, or null when nothing was or it is refused already. */
    private @Nullable JsonNode take(String name) {
        asked.add(name);
        JsonNode value = object.get(name);
        boolean refused = wrong.stream().anyMatch(field -> field.pointer().equals("#/" + name));
        return refused ? null : value;
    }

    @Nullable
    String text(String name) {
        JsonNode value = take(name);
        if (value == null || value.isString() && isText(value.stringValue())) {
            return value == null ? null : value.stringValue();
        }
        refuse(name, Flaw.INVALID);
        return null;
    }

    /** PostgreSQL has no text for NUL, nor for half a surrogate pair. */
    private static boolean isText(String text) {
        return text.codePoints().allMatch(c -> c != 0 && Character.getType(c) != Character.SURROGATE);
    }

    @Nullable
    Boolean flag(String name) {
        JsonNode value = take(name);
        if (value == null || value.isBoolean()) {
            return value == null ? null : value.booleanValue();
        }
        refuse(name, Flaw.INVALID);
        return null;
    }

    /** A whole number; one that is too large for any field is out of bounds. */
    @Nullable
    Integer number(String name) {
        JsonNode value = take(name);
        if (value == null || value.isInt()) {
            return value == null ? null : value.intValue();
        }
        refuse(name, value.isIntegralNumber() ? Flaw.OUT_OF_BOUNDS : Flaw.INVALID);
        return null;
    }

    /** As {@link #number}, but null is a value too: it stands for none. */
    @Nullable
    Integer numberOrNull(String name) {
        asked.add(name);
        return isNull(name) ? null : number(name);
    }

    /** A list of texts. */
    @Nullable
    List<String> texts(String name) {
        JsonNode value = take(name);
        if (value == null) {
            return null;
        }
        if (value.isArray() && value.valueStream().allMatch(one -> one.isString() && isText(one.stringValue()))) {
            return value.valueStream().map(JsonNode::stringValue).toList();
        }
        refuse(name, Flaw.INVALID);
        return null;
    }

    @Nullable
    UUID id(String name) {
        String text = text(name);
        Optional<UUID> id = Optional.ofNullable(text).flatMap(Query::parseId);
        if (text == null || id.isPresent()) {
            return id.orElse(null);
        }
        refuse(name, Flaw.INVALID);
        return null;
    }

    /** A name that people read, without the white space around it. */
    @Nullable
    String shortText(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        ShortText.Flaw flaw = ShortText.Validator.flaw(text);
        if (flaw == null) {
            return text.strip();
        }
        refuse(
                name,
                switch (flaw) {
                    case BLANK -> Flaw.REQUIRED;
                    case LONG -> Flaw.TOO_LONG;
                    case INVISIBLE -> Flaw.INVALID;
                });
        return null;
    }

    /** As {@link #text}, but null is a value too: it stands for none. */
    @Nullable
    String textOrNull(String name) {
        asked.add(name);
        return isNull(name) ? null : text(name);
    }

    /**
     * Nothing else is taken.
     *
     * @param others fields that there are, and that cannot be changed here
     * @throws Refusal with everything that is wrong, if anything is
     */
    void end(Set<String> others) {
        for (String name : object.propertyNames()) {
            if (!asked.contains(name)) {
                refuse(name, others.contains(name) ? Flaw.READ_ONLY : Flaw.UNKNOWN);
            }
        }
        if (!wrong.isEmpty()) {
            throw new Refusal(new Problem(Code.INVALID, null, List.copyOf(wrong)));
        }
    }
}
