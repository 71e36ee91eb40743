package dev.vestibule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.VestibuleTest;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTestContextBootstrapper;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.cache.DefaultCacheAwareContextLoaderDelegate;
import org.springframework.test.context.support.DefaultBootstrapContext;
import org.springframework.util.ClassUtils;

/** Each configuration that a test has of its own is another start of the application in each process of tests. */
class TestContextsTest {
    private static final int MOST = 6;

    @Test
    void contextsWhenCountedThenAreFew() {
        Map<MergedContextConfiguration, Set<String>> tests = classes().stream()
                .collect(Collectors.groupingBy(
                        TestContextsTest::configuration,
                        Collectors.mapping(Class::getSimpleName, Collectors.toCollection(TreeSet::new))));

        assertThat(tests.values())
                .anyMatch(names -> names.size() > 100)
                .as("tests by their contexts")
                .hasSizeLessThanOrEqualTo(MOST);
    }

    private static Set<Class<?>> classes() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(VestibuleTest.class));
        return scanner.findCandidateComponents("dev.vestibule").stream()
                .map(found -> ClassUtils.resolveClassName(found.getBeanClassName(), null))
                .collect(Collectors.toSet());
    }

    private static MergedContextConfiguration configuration(Class<?> test) {
        var bootstrapper = new SpringBootTestContextBootstrapper();
        bootstrapper.setBootstrapContext(
                new DefaultBootstrapContext(test, new DefaultCacheAwareContextLoaderDelegate()));
        return bootstrapper.buildMergedContextConfiguration();
    }
}
