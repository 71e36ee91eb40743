package dev.vestibule.startup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.TestDatabase;
import java.sql.DriverManager;
import java.util.TimeZone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Configuration;

/** PostgreSQL takes the connection, whatever zone this Java was started in. */
@Tag("integration")
class UtcByDefaultTest {
    @Configuration(proxyBeanMethods = false)
    static class Nothing {}

    @Test
    void connectionWhenTheServerDoesNotKnowTheZoneOfThisJavaThenIsOpenedInUtc() throws Exception {
        String url = TestDatabase.create();
        TimeZone usual = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("VST"));
        try {
            SpringApplication application = new SpringApplication(Nothing.class);
            application.setWebApplicationType(WebApplicationType.NONE);
            application.run("--spring.main.banner-mode=off").close();

            try (var connection = DriverManager.getConnection(url);
                    var zone = connection.createStatement().executeQuery("show timezone")) {
                zone.next();
                assertThat(zone.getString(1)).isEqualTo("UTC");
            }
        } finally {
            TimeZone.setDefault(usual);
        }
    }
}
