package dev.vestibule.testing;

import dev.vestibule.VestibuleApplication;
import dev.vestibule.platform.CliProfile;
import java.time.Clock;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/** Another process as far as a test can tell: a second application on the database, the keys and the time of the first. */
public record SecondNode(ConfigurableApplicationContext context) implements AutoCloseable {
    static SecondNode start(Environment first, TestClock clock) {
        return start(first, clock, TestSetup.KEYS);
    }

    /** A node that its operator gave other keys. */
    public static SecondNode start(Environment first, TestClock clock, String keys) {
        return new SecondNode(run(first, clock, keys, "0"));
    }

    /** What a command of the shell works in, beside the first node; it listens nowhere. */
    public static ConfigurableApplicationContext shell(Environment first, Clock clock) {
        return run(first, clock, TestSetup.KEYS, "-1", CliProfile.NAME);
    }

    private static ConfigurableApplicationContext run(
            Environment first, Clock clock, String keys, String port, String... profiles) {
        Map<String, Object> settings = Map.of(
                "spring.datasource.url",
                first.getRequiredProperty("spring.datasource.url"),
                "vestibule.encryption.keys",
                keys,
                "spring.main.banner-mode",
                "off",
                "server.port",
                port,
                "management.server.port",
                port);
        ApplicationContextInitializer<GenericApplicationContext> deployment = context -> {
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("second node", settings));
            context.getBeanFactory().registerSingleton("noTestConfiguration", new NoTestConfiguration());
            context.registerBean("testClock", Clock.class, () -> clock, bean -> bean.setPrimary(true));
        };
        return new SpringApplicationBuilder(VestibuleApplication.class)
                .initializers(deployment)
                .profiles(profiles)
                .run();
    }

    public int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    public TestBrowser open() {
        return new TestBrowser(port());
    }

    @Override
    public void close() {
        context.close();
    }

    /** The scan would find what belongs to the first node's test. */
    public static final class NoTestConfiguration extends TypeExcludeFilter {
        @Override
        public boolean match(MetadataReader type, MetadataReaderFactory types) {
            return type.getAnnotationMetadata().hasAnnotation(TestConfiguration.class.getName());
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof NoTestConfiguration;
        }

        @Override
        public int hashCode() {
            return NoTestConfiguration.class.hashCode();
        }
    }
}
