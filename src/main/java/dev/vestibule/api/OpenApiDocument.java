package dev.vestibule.api;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The API's description (OpenAPI 3.1), for everybody; a test holds it against what the API answers. */
@RestController
class OpenApiDocument {
    private static final Resource DOCUMENT = new ClassPathResource("api/openapi.json");

    @GetMapping(path = "/api/v1/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    Resource document() {
        return DOCUMENT;
    }
}
