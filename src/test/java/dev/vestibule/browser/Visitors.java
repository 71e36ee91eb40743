package dev.vestibule.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The users of one test, each at a browser with cookies of its own; what goes wrong in any of them is kept. */
final class Visitors {
    /** For a machine that has other things to do; a page takes a small part of it. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Path FAILED = Path.of("target", "browser-failures");
    /** Pages with a refusal are answered with such a status on purpose; what else fails is looked at as a response. */
    private static final String ABOUT_A_STATUS = "Failed to load resource: the server responded with a status of 4";

    private final Browser browser;
    private final List<Page> pages = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    Visitors(Browser browser) {
        this.browser = browser;
    }

    /** Somebody with a browser that knows nothing yet. */
    Visitor open(int port) {
        return open(port, options -> options);
    }

    Visitor withoutScript(int port) {
        return open(port, options -> options.setJavaScriptEnabled(false));
    }

    Visitor open(int port, UnaryOperator<NewContextOptions> options) {
        String home = "http://localhost:" + port;
        BrowserContext context = browser.newContext(options.apply(new NewContextOptions()
                .setBaseURL(home)
                .setLocale("en-GB")
                .setUserAgent(agent())
                .setReducedMotion(ReducedMotion.REDUCE)
                .setViewportSize(1100, 800)));
        context.setDefaultTimeout(PATIENCE.toMillis());
        context.onConsoleMessage(this::look);
        context.onWebError(error -> faults.add("script: " + error.error()));
        context.onRequest(request -> look(request, home));
        context.onResponse(this::look);
        Page page = context.newPage();
        pages.add(page);
        return new Visitor(page);
    }

    /** What it calls itself when it has a window. */
    private String agent() {
        return "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/" + browser.version()
                + " Safari/537.36";
    }

    private void look(ConsoleMessage message) {
        boolean complaint = message.type().equals("error") || message.type().equals("warning");
        if (complaint && !message.text().startsWith(ABOUT_A_STATUS)) {
            faults.add("console: " + message.text() + " (" + message.location() + ")");
        }
    }

    private void look(Request request, String home) {
        if (!request.url().startsWith(home + "/") && !request.url().startsWith("data:")) {
            faults.add("request to elsewhere: " + request.url());
        }
    }

    private void look(Response response) {
        boolean page = response.request().isNavigationRequest();
        if (response.status() >= 500 || response.status() >= 400 && !page) {
            faults.add(response.status() + ": " + response.url());
        }
    }

    /** Closes every window; fails the test when one of them has seen something wrong. */
    void leave(String test, boolean failed) {
        for (int i = 0; i < pages.size(); i++) {
            if (failed) {
                pages.get(i).screenshot(new ScreenshotOptions().setPath(FAILED.resolve(test + "-" + i + ".png")));
            }
            pages.get(i).context().close();
        }
        assertThat(faults).as("what the browser complained about").isEmpty();
    }
}
