package dev.vestibule.startup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.Resource;

/** Names the {@code .yaml} file that is not UTF-8 text; Spring Boot's own loader fails without naming the file. */
@Order(Ordered.HIGHEST_PRECEDENCE) // The first of two loaders for one file extension is used.
final class Utf8YamlLoader extends YamlPropertySourceLoader {
    @Override
    public List<PropertySource<?>> load(String name, Resource resource) throws IOException {
        if (resource.exists()) {
            refuseOtherEncodings(resource);
        }
        return super.load(name, resource);
    }

    /**
     * Returns the file's content.
     *
     * @throws StartException when the file is not UTF-8 text
     */
    static byte[] refuseOtherEncodings(Resource resource) throws IOException {
        byte[] text = resource.getContentAsByteArray();
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new StartException(
                    "The file " + resource.getDescription() + " is not UTF-8 text.",
                    "Save it as UTF-8, without a byte order mark.",
                    e);
        }
        return text;
    }
}
