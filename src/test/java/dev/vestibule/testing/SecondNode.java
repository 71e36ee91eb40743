package dev.vestibule.testing;

import dev.vestibule.VestibuleApplication;
import dev.vestibule.password.HashingLanes;
import dev.vestibule.platform.CliProfile;
import java.time.Clock;
import java.util.Map;
import org.springframework.beans.factory.config.BeanPostProcessor;
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

/** A second node: another application with the first one's database, keys and clock. */
public record SecondNode(ConfigurableApplicationContext context) implements AutoCloseable {
    static SecondNode start(Environment first, TestClock clock) {
        return start(first, clock, TestSetup.KEYS);
    }

    /** A node with other encryption keys. */
    public static SecondNode start(Environment first, TestClock clock, String keys) {
        return new SecondNode(run(first, clock, keys, "0"));
    }

    /** The application of an offline command beside the first node; it listens on no port. */
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
            context.registerBean(
                    "testHashes",
                    BeanPostProcessor.class,
                    () -> TestHashes.cheapEncoder(
                            new TestHashes.Hashes(), context.getBeanProvider(HashingLanes.class)));
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

    /** The component scan would find the configuration of the first node's test. */
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
