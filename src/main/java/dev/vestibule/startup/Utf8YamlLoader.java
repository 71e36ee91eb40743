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

/** Says which {@code .yaml} file is not UTF-8 text; Spring Boot's own loader fails without naming the file. */
@Order(Ordered.HIGHEST_PRECEDENCE) // Of two loaders of one kind of file the first is used.
final class Utf8YamlLoader extends YamlPropertySourceLoader {
    @Override
    public List<PropertySource<?>> load(String name, Resource resource) throws IOException {
        if (resource.exists()) {
            refuseOtherEncodings(resource);
        }
        return super.load(name, resource);
    }

    /**
     * Returns what is in the file.
     *
     * @throws StartException when it is not UTF-8 text
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
