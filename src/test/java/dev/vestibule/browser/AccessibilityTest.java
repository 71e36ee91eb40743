package dev.vestibule.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ColorScheme;
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
            @Autowired TestClock clock) {
        Visitor visitor = visitors.open(port);

        new Screens(
                        Cast.gather(accounts, registrar, people, browsers, clock),
                        links,
                        visitor,
                        (screen, wrong) -> look(visitor.page(), screen, wrong))
                .walk();

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

    /** WCAG 2.2, 1.4.10: at 320 px nobody has to scroll sideways. */
    private void narrow(Page page, String screen) {
        page.setViewportSize(320, 640);
        Object wider = page.evaluate("""
                () => {
                  const page = document.scrollingElement;
                  if (page.scrollWidth <= page.clientWidth) return "";
                  const wide = [...document.body.querySelectorAll("*")]
                    .filter((element) => element.getBoundingClientRect().right > page.clientWidth + 1);
                  return page.scrollWidth + " px: " + wide.map((element) => element.outerHTML.slice(0, 80)).join(" ");
                }""");
        if (!"".equals(wider)) {
            findings.add(screen + ", 320 px: " + wider);
        }
        page.setViewportSize(1100, 800);
    }
}
