package dev.vestibule.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.ScreenshotCaret;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.AccountService;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/**
 * Takes the pictures of README and docs, and one of every screen to look through. It runs when it is asked for by name:
 *
 * <pre>./mvnw test -Dtest=Screenshots -Dscreenshots=docs/images</pre>
 *
 * <p>Without {@code screenshots} all go to {@code target/screenshots}, where those of every screen always go.
 */
@BrowserTest
@VestibuleTest
@TestPropertySource(properties = "vestibule.bootstrap.company=My Company")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class Screenshots {
    private static final Path GALLERY = Path.of("target", "screenshots");
    private static final Path README =
            Path.of(System.getProperty("screenshots", GALLERY.resolve("readme").toString()));
    private static final String BAD_FILE = """
            login,name,email,company,role
            ivan,Ivan Ivory,ivan@example.com,,USER
            ,Judy Jones,,,ADMIN
            alice,Alice Archer,alice@example,,USER
            """;
    private static final int DESKTOP = 1100;
    private static final int PHONE = 320;

    @LocalServerPort
    int port;

    @Autowired
    AccountRepository accounts;

    @Autowired
    AccountService accountService;

    @Autowired
    SetPasswordLinks links;

    @Autowired
    TestAccounts testAccounts;

    @Autowired
    Browsers browsers;

    @Autowired
    TestClock clock;

    private static @org.jspecify.annotations.Nullable Cast cast;

    private Cast cast() {
        if (cast == null) {
            cast = Cast.gather(accounts, accountService, testAccounts, browsers, clock);
        }
        return cast;
    }

    @Test
    @Order(1)
    void readme(Visitors visitors) {
        Visitor visitor = visitors.open(port).open("/login");
        visitor.page().emulateMedia(new EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        TestAccount bob = cast().bob();
        visitor.fill("Username", bob.login());
        take(visitor, "login", 560);
        visitor.enterPassword(bob.login(), bob.password()).isAt("/login/code");
        visitor.field("Remember this device for 30 days").check();
        visitor.field("Six-digit code").focus();
        take(visitor, "code", 640);
        visitor.enterCode(bob.code()).isAt("/").open("/preferences");
        takeWhole(visitor, "preferences");
        visitor.signOut().page().context().clearCookies();

        visitor.signIn(cast().alice()).open("/preferences/authenticators/new").fill("Name", "Phone");
        takeWhole(visitor, "wizard");
        visitor.signOut().signIn(cast().admin()).open("/settings/users");
        takeWhole(visitor, "users");

        visitor.open("/settings/users/import")
                .field("File")
                .setInputFiles(new FilePayload("people.csv", "text/csv", BAD_FILE.getBytes(StandardCharsets.UTF_8)));
        visitor.press("Check the file").sees("Correct these lines");
        takeWhole(visitor, "import");
        visitor.open("/settings/users/" + cast().bob().id() + "/why");
        takeWhole(visitor, "why");
        visitor.open("/settings/companies")
                .page()
                .locator("main tbody a")
                .first()
                .click();
        visitor.fill("Days of grace", "14");
        visitor.page().getByLabel("Two-step sign-in is required of").selectOption("everyone");
        visitor.press("See what it would do").sees("Nothing is saved yet");
        takeWhole(visitor, "policy-preview");
        visitor.signOut();
    }

    private static void takeWhole(Visitor visitor, String name) {
        visitor.page().setViewportSize(DESKTOP, 640);
        Object height = visitor.page().evaluate("() => document.scrollingElement.scrollHeight");
        take(visitor, name, (Integer) Objects.requireNonNull(height));
    }

    private static void take(Visitor visitor, String name, int height) {
        Page page = visitor.page();
        page.setViewportSize(DESKTOP, height);
        page.evaluate("() => scrollTo(0, 0)");
        page.screenshot(new ScreenshotOptions().setPath(README.resolve(name + ".png")));
    }

    @Test
    @Order(2)
    void gallery(Visitors visitors) {
        Visitor visitor = visitors.open(port);
        new Screens(cast(), links, visitor, (screen, wrong) -> takeAll(visitor.page(), screen)).walk();
        assertThat(visitor.page()).hasTitle("Error: You don’t have access to this page · Vestibule");
    }

    private static void takeAll(Page page, String screen) {
        Map.of("light", ColorScheme.LIGHT, "dark", ColorScheme.DARK).forEach((name, scheme) -> {
            page.emulateMedia(new EmulateMediaOptions().setColorScheme(scheme));
            take(page, screen, name);
        });
        page.emulateMedia(new EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(PHONE, 640);
        take(page, screen, "phone");
        page.setViewportSize(DESKTOP, 800);
    }

    private static void take(Page page, String screen, String kind) {
        page.screenshot(new ScreenshotOptions()
                .setPath(GALLERY.resolve(kind).resolve(screen + ".png"))
                .setFullPage(true)
                .setCaret(ScreenshotCaret.HIDE));
    }
}
