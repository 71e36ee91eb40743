package dev.vestibule.server;

import dev.vestibule.testing.DatabaseWire;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Puts a {@link DatabaseWire} between the application and its database. */
class CutDatabase implements ApplicationContextInitializer<GenericApplicationContext> {
    @Override
    public void initialize(GenericApplicationContext context) {
        DatabaseWire wire = DatabaseWire.toNewDatabase();
        context.registerBean(DatabaseWire.class, () -> wire);
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("cut database", Map.of("spring.datasource.url", wire.url())));
    }
}
