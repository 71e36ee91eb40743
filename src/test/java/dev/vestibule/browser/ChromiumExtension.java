package dev.vestibule.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Finds Chromium, starts it once a run, and gives each test windows that share nothing with those of another. */
final class ChromiumExtension implements ExecutionCondition, ParameterResolver, AfterEachCallback {
    /** In the order in which CI looks for them, too. */
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private static final Optional<Path> EXECUTABLE = find();
    private static final Namespace OURS = Namespace.create(ChromiumExtension.class);

    private record Running(Playwright playwright, Browser browser) implements AutoCloseable {
        static Running start() {
            PlaywrightAssertions.setDefaultAssertionTimeout(Visitors.PATIENCE.toMillis());
            Playwright playwright =
                    Playwright.create(new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            return new Running(
                    playwright,
                    playwright.chromium().launch(new LaunchOptions().setExecutablePath(EXECUTABLE.orElseThrow())));
        }

        @Override
        public void close() {
            playwright.close();
        }
    }

    private static Optional<Path> find() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return NAMES.stream()
                .flatMap(name -> Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                        .splitAsStream(path)
                        .map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Skips tests and not their class, so that a report names each one that did not run. */
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (EXECUTABLE.isPresent()) {
            return ConditionEvaluationResult.enabled("Chromium is " + EXECUTABLE.get());
        }
        return context.getTestMethod().isEmpty()
                ? ConditionEvaluationResult.enabled("Its tests are skipped one by one.")
                : ConditionEvaluationResult.disabled("None of " + String.join(", ", NAMES) + " is on the PATH.");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Visitors.class;
    }

    @Override
    public Visitors resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var running = context.getRoot().getStore(OURS).computeIfAbsent(Running.class, key -> Running.start());
        return context.getStore(OURS)
                .computeIfAbsent(Visitors.class, key -> new Visitors(((Running) running).browser()), Visitors.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Visitors visitors = context.getStore(OURS).get(Visitors.class, Visitors.class);
        if (visitors != null) {
            visitors.leave(
                    context.getRequiredTestClass().getSimpleName() + "-"
                            + context.getRequiredTestMethod().getName(),
                    context.getExecutionException().isPresent());
        }
    }
}
