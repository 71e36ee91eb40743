package dev.vestibule.startup;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.Resource;

/**
 * Reads {@code .properties} files as UTF-8 wherever Spring Boot looks for them; its own loader reads ISO-8859-1 unless
 * an import names an encoding.
 */
@Order(Ordered.HIGHEST_PRECEDENCE) // The first of two loaders for one file extension is used.
final class Utf8PropertiesLoader extends PropertiesPropertySourceLoader {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    @Override
    public List<PropertySource<?>> load(String name, Resource resource) throws IOException {
        return load(name, resource, null);
    }

    /** @param encoding named by {@code spring.config.import}, which has precedence; null means UTF-8 */
    @Override
    public List<PropertySource<?>> load(String name, Resource resource, @Nullable Charset encoding) throws IOException {
        if (encoding == null && resource.exists()) {
            refuseOtherEncodings(resource);
        }
        return super.load(name, resource, encoding == null ? StandardCharsets.UTF_8 : encoding);
    }

    private static void refuseOtherEncodings(Resource resource) throws IOException {
        byte[] text = Utf8YamlLoader.refuseOtherEncodings(resource);
        if (text.length >= BYTE_ORDER_MARK.length
                && text[0] == BYTE_ORDER_MARK[0]
                && text[1] == BYTE_ORDER_MARK[1]
                && text[2] == BYTE_ORDER_MARK[2]) {
            // The byte order mark would become part of the first key, which would then be ignored.
            throw new StartException(
                    "The file " + resource.getDescription() + " begins with a byte order mark.",
                    "Save it as UTF-8 without a byte order mark.");
        }
    }
}
