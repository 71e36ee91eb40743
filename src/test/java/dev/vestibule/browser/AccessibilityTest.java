package dev.vestibule.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.AccountService;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** Every screen is for everybody: axe finds nothing in either colour scheme, and a phone shows all of it. */
@BrowserTest
@VestibuleTest
@TestPropertySource(properties = "vestibule.bootstrap.company=My Company")
class AccessibilityTest {
    /** What axe calls them: WCAG 2.2 to AA, and its own good advice. */
    private static final List<String> STANDARDS =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private static final String AXE = AxeBuilder.getAxeScript() + "; undefined";

    /**
     * What is wrong with the layout in windows of 320 to 1600 px; an empty list when nothing is. A copy of the page stands
     * in a frame whose width is set: a window that is made wider and narrower as often would take a hundred times as long.
     */
    private static final String LAYOUT = """
            async () => {
              const frame = document.createElement("iframe");
              frame.style.cssText = "position: fixed; inset: 0 auto auto 0; block-size: 640px; border: 0; visibility: hidden";
              document.body.append(frame);
              const copy = frame.contentDocument;
              copy.open();
              copy.write("<!DOCTYPE html>");
              copy.close();
              copy.replaceChild(copy.importNode(document.documentElement, true), copy.documentElement);
              copy.querySelectorAll("iframe").forEach((element) => element.remove());
              await Promise.all([...copy.querySelectorAll("link[rel=stylesheet]")].filter((link) => !link.sheet)
                .map((link) => new Promise((loaded) => link.onload = link.onerror = loaded)));
              const page = copy.scrollingElement;
              const view = frame.contentWindow;
              const addresses = [...copy.querySelectorAll("main td, main th, main .hint")]
                .flatMap((element) => [...element.childNodes])
                .filter((node) => node.nodeType === Node.TEXT_NODE && node.data.includes("@"));
              const broken = (text) => {
                const range = copy.createRange();
                range.selectNodeContents(text);
                return new Set([...range.getClientRects()].map((part) => Math.round(part.top))).size > 1;
              };
              const beyond = (whole, end) => [...whole.querySelectorAll("*")]
                .filter((element) => element.getBoundingClientRect().right > end + 1);
              const wrong = [];
              for (let width = 320; width <= 1600; width += 20) {
                frame.style.width = width + "px";
                const say = (what) => wrong.push(width + " px: " + what);
                if (view.innerWidth !== width) {
                  say("the window is " + view.innerWidth + " px wide");
                }
                if (page.scrollWidth > page.clientWidth) {
                  say("the page is " + page.scrollWidth + " px wide");
                  beyond(copy.body, page.clientWidth).forEach((element) => say("too far: " + element.outerHTML.slice(0, 80)));
                }
                for (const table of copy.querySelectorAll("table.cards")) {
                  beyond(table, table.getBoundingClientRect().right)
                    .forEach((element) => say("leaves its table: " + element.outerHTML.slice(0, 80)));
                }
                addresses.filter(broken).forEach((text) => say("broken: " + text.data));
                for (const row of width >= 1100 ? copy.querySelectorAll("table.users tbody tr") : []) {
                  const line = parseFloat(view.getComputedStyle(row).lineHeight);
                  const height = row.getBoundingClientRect().height;
                  if (height > 2 * line + 32) {
                    say(height + " px high: " + row.innerText);
                  }
                }
              }
              frame.remove();
              return wrong.slice(0, 5);
            }""";

    @LocalServerPort
    int port;

    private final List<String> findings = new ArrayList<>();
    private int screens;

    @Test
    void screensWhenLookedAtThenNoneKeepsAnybodyOut(
            Visitors visitors,
            @Autowired AccountRepository accounts,
            @Autowired AccountService accountService,
            @Autowired SetPasswordLinks links,
            @Autowired TestAccounts testAccounts,
            @Autowired Browsers browsers,
            @Autowired TestClock clock,
            @Autowired JdbcClient jdbc) {
        Visitor visitor = visitors.open(port);
        Cast cast = Cast.gather(accounts, accountService, testAccounts, browsers, clock);
        RealisticData.fill(jdbc);

        new Screens(cast, links, visitor, (screen, wrong) -> look(visitor.page(), screen, wrong)).walk();

        assertThat(findings).isEmpty();
        assertThat(screens).isGreaterThan(60);
    }

    private void look(Page page, String screen, boolean wrong) {
        screens++;
        if (page.title().startsWith("Error: ") != wrong) {
            findings.add(screen + ": its title is " + page.title());
        }
        if (page.content().contains("??")) {
            findings.add(screen + ": a text is missing");
        }
        page.evaluate(AXE);
        axe(page, ColorScheme.LIGHT, Map.of("type", "tag", "values", STANDARDS), screen);
        axe(page, ColorScheme.DARK, Map.of("type", "rule", "values", List.of("color-contrast")), screen);
        page.emulateMedia(new EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
        axe(page, ColorScheme.LIGHT, Map.of("type", "tag", "values", STANDARDS), screen + ", forced colours");
        page.emulateMedia(new EmulateMediaOptions().setForcedColors(ForcedColors.NONE));
        layout(page, screen);
    }

    /** Without axe's own wrapper, which would send all of axe to the page again for the other colour scheme. */
    private void axe(Page page, ColorScheme scheme, Map<String, Object> rules, String screen) {
        page.emulateMedia(new EmulateMediaOptions().setColorScheme(scheme));
        Object violations = page.evaluate("""
                async (rules) => {
                  const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ["violations"], preload: false });
                  return violations.flatMap((rule) =>
                    rule.nodes.map((node) => `${rule.id}: ${rule.help}: ${node.html}: ${node.failureSummary}`));
                }""", rules);
        for (Object violation : (List<?>) Objects.requireNonNull(violations)) {
            findings.add(screen + ", " + scheme + ": " + violation);
        }
    }

    /** WCAG 2.2, 1.4.10, and every wider window: nobody has to scroll sideways, and no e-mail address is broken in a word. */
    private void layout(Page page, String screen) {
        for (Object wrong : (List<?>) Objects.requireNonNull(page.evaluate(LAYOUT))) {
            findings.add(screen + ", " + wrong);
        }
    }
}
