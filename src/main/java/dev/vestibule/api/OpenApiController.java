package dev.vestibule.api;

import java.util.Objects;
import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The description of the API (OpenAPI 3.1), which needs no credential; a test compares it with the API's answers. */
@RestController
class OpenApiController {
    private final byte[] document;

    OpenApiController() {
        YamlMapFactoryBean yaml = new YamlMapFactoryBean();
        yaml.setResources(new ClassPathResource("api/openapi.yaml"));
        document = JsonMapper.shared().writeValueAsBytes(Objects.requireNonNull(yaml.getObject()));
    }

    @GetMapping(path = "/api/v1/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] document() {
        return document;
    }
}
