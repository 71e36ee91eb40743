package dev.vestibule.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import dev.vestibule.account.Accounts;
import dev.vestibule.account.Registrar;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.house.TestClock;
import dev.vestibule.house.TestHouse.Browsers;
import dev.vestibule.house.TestHouse.People;
import dev.vestibule.house.VestibuleTest;
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
@TestPropertySource(properties = "vestibule.bootstrap.company=Accessible Company")
class AccessibilityTest {
    /** What axe calls them: WCAG 2.2 to AA, and its own good advice. */
    private static final List<String> STANDARDS =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private static final String AXE = AxeBuilder.getAxeScript() + "; undefined";

    /** What is wrong with the layout at the present width; empty when nothing is. */
    private static final String LAYOUT = """
            () => {
              const page = document.scrollingElement;
              const wrong = [];
              if (page.scrollWidth > page.clientWidth) {
                const wide = [...document.body.querySelectorAll("*")]
                  .filter((element) => element.getBoundingClientRect().right > page.clientWidth + 1);
                wrong.push(page.scrollWidth + " px: " + wide.map((element) => element.outerHTML.slice(0, 80)).join(" "));
              }
              const broken = (text) => {
                const range = document.createRange();
                range.selectNodeContents(text);
                return new Set([...range.getClientRects()].map((part) => Math.round(part.top))).size > 1;
              };
              for (const address of document.querySelectorAll("main td, main th, main .hint")) {
                for (const text of address.childNodes) {
                  if (text.nodeType === Node.TEXT_NODE && text.data.includes("@") && broken(text)) {
                    wrong.push("broken: " + text.data);
                  }
                }
              }
              for (const row of document.querySelectorAll("table.users tbody tr")) {
                const line = parseFloat(getComputedStyle(row).lineHeight);
                if (innerWidth >= 1100 && row.getBoundingClientRect().height > 2 * line + 32) {
                  wrong.push(row.getBoundingClientRect().height + " px high: " + row.innerText);
                }
              }
              return wrong.slice(0, 3).join("; ");
            }""";

    @LocalServerPort
    int port;

    private final List<String> findings = new ArrayList<>();
    private int screens;

    @Test
    void screensWhenLookedAtThenNoneKeepsAnybodyOut(
            Visitors visitors,
            @Autowired Accounts accounts,
            @Autowired Registrar registrar,
            @Autowired SetPasswordLinks links,
            @Autowired People people,
            @Autowired Browsers browsers,
            @Autowired TestClock clock,
            @Autowired JdbcClient jdbc) {
        Visitor visitor = visitors.open(port);
        Cast cast = Cast.gather(accounts, registrar, people, browsers, clock);
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
        narrow(page, screen);
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
    private void narrow(Page page, String screen) {
        for (int width = 320; width <= 1600; width += 20) {
            page.setViewportSize(width, 640);
            Object wrong = page.evaluate(LAYOUT);
            if (!"".equals(wrong)) {
                findings.add(screen + ", " + width + " px: " + wrong);
            }
        }
        page.setViewportSize(1100, 800);
    }
}
