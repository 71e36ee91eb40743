package dev.vestibule.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The body of a request; read when it is asked for, after everything that comes before it has been looked at. */
final class Body {
    /** Doubled keys and what follows the end are somebody's mistake, or somebody's trick on two readers. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final HttpServletRequest request;

    Body(HttpServletRequest request) {
        this.request = request;
    }

    /** Its fields. @throws Refusal when it is no JSON object */
    Fields fields() throws IOException {
        return new Fields(object());
    }

    /** @throws Refusal when there is one */
    void requireNone() throws IOException {
        if (request.getContentLengthLong() != 0 && request.getInputStream().read() >= 0) {
            throw Refusal.malformed("this takes no body");
        }
    }

    private ObjectNode object() throws IOException {
        requireUtf8();
        byte[] bytes = request.getInputStream().readAllBytes();
        try {
            // Not by the bytes: Jackson would take UTF-16 as well, and mend what is no UTF-8.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            JsonNode json = JSON.readTree(text);
            if (json instanceof ObjectNode object) {
                return object;
            }
        } catch (CharacterCodingException | JacksonException e) {
            // What it says quotes what was sent.
        }
        throw Refusal.malformed("the body has to be one JSON object in UTF-8, in which no key comes twice");
    }

    private void requireUtf8() {
        String type = request.getContentType();
        var charset = type == null ? null : MediaType.parseMediaType(type).getCharset();
        if (charset != null && !charset.equals(StandardCharsets.UTF_8)) {
            throw Refusal.of(dev.vestibule.web.Problem.Code.UNSUPPORTED_MEDIA_TYPE);
        }
    }
}
