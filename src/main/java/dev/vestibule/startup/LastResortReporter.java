package dev.vestibule.startup;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

/**
 * Reports in one sentence why a start failed when no {@code FailureAnalyzer} knows the failure. The stack trace is
 * logged at debug level only.
 */
final class LastResortReporter implements SpringBootExceptionReporter {
    private final @Nullable ConfigurableApplicationContext context;

    LastResortReporter(@Nullable ConfigurableApplicationContext context) {
        this.context = context;
    }

    @Override
    public boolean reportException(Throwable failure) {
        // Reporters have no order that would place this one after Spring Boot's own.
        boolean reported = SpringFactoriesLoader.forDefaultResourceLocation()
                .load(
                        SpringBootExceptionReporter.class,
                        ArgumentResolver.ofSupplied(ConfigurableApplicationContext.class, () -> context))
                .stream()
                .filter(reporter -> !(reporter instanceof LastResortReporter))
                .anyMatch(reporter -> reporter.reportException(failure));
        if (!reported) {
            new LoggingFailureAnalysisReporter()
                    .report(new FailureAnalysis(
                            "Vestibule cannot start: " + reason(failure),
                            "Correct that. Start with --debug to see where it comes from.",
                            failure));
        }
        return true;
    }

    private static String reason(Throwable failure) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
        String message = cause.getMessage();
        return message == null || cause instanceof BeanCreationException
                ? cause.toString()
                : message + " (" + cause.getClass().getSimpleName() + ")";
    }
}
