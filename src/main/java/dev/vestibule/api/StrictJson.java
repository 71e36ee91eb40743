package dev.vestibule.api;

import dev.vestibule.web.Problem;
import dev.vestibule.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON as the API accepts it: an object in UTF-8 without doubled keys, whose values are not converted to other types. */
final class StrictJson {
    /** Doubled keys and what follows the end could be read differently by two readers. */
    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfigDefaults(config -> Arrays.stream(CoercionInputShape.values())
                    .forEach(shape -> config.setCoercion(shape, CoercionAction.Fail)))
            .build();

    private StrictJson() {}

    /** The body of a request to the API. */
    static byte[] body(HttpServletRequest request) {
        return (byte[]) Objects.requireNonNull(request.getAttribute(Problem.BODY));
    }

    /** @throws ProblemException when the body is anything else */
    static ObjectNode object(HttpServletRequest request) {
        requireUtf8(request.getContentType());
        try {
            // Not by the bytes: Jackson would accept UTF-16 as well, and bytes that are no UTF-8.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body(request)))
                    .toString();
            JsonNode json = MAPPER.readTree(text);
            if (json instanceof ObjectNode object) {
                return object;
            }
        } catch (CharacterCodingException | JacksonException e) {
            // Its message quotes the body.
        }
        throw new ProblemException(
                Problem.MALFORMED, "the body has to be one JSON object in UTF-8, in which no key comes twice");
    }

    private static void requireUtf8(String type) {
        var charset = MediaType.parseMediaType(type).getCharset();
        if (charset != null && !charset.equals(StandardCharsets.UTF_8)) {
            throw new ProblemException(Problem.UNSUPPORTED_MEDIA_TYPE);
        }
    }
}
