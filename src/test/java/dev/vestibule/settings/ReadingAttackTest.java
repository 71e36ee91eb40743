package dev.vestibule.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.testing.ApiClient;
import dev.vestibule.testing.ApiClients;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Any site can make a browser request a page, so a GET counts and records nothing. */
@Tag("attack")
@VestibuleTest
class ReadingAttackTest {
    /** What is exported as a file is an event. */
    private static final Set<String> EXPORTS =
            Set.of("/settings/users.csv", "/settings/audit.csv", "/preferences/data.json");

    /** The one page whose GET makes something, a pending secret, and says so. */
    private static final String WIZARD = "/preferences/authenticators/new";

    private static final List<String> TABLES =
            List.of("throttle", "code_row", "code_day", "audit_event", "audit_wait", "notice", "known_browser");

    @Autowired
    Browsers browsers;

    @Autowired
    ApiClients programs;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    @Test
    void pagesWhenLookedAtByAnybodyThenAreNeitherCountedNorRecorded(@WithMfa(Role.ADMIN) TestAccount root) {
        TestBrowser administrator = browsers.signedIn(root);
        TestBrowser pending = browsers.open();
        pending.enterPassword(root);
        List<String> pages = pages(root);
        assertThat(pages).hasSizeGreaterThan(25).contains("/set-password/" + root.id());
        Map<String, Long> before = rows();

        for (String page : pages) {
            for (TestBrowser browser : List.of(administrator, pending, browsers.open())) {
                for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.HEAD)) {
                    int status = browser.send(method.name(), page, "", "Sec-Fetch-Site", "cross-site")
                            .status();
                    assertThat(status).as(page).isLessThan(500);
                    assertThat(rows()).as(method + " " + page).isEqualTo(before);
                }
            }
        }
    }

    @Test
    void apiWhenAnotherSiteMakesABrowserAskItThenCountsNothingAndOpensNothing(@WithPassword TestAccount ann) {
        ApiClient misled = programs.open().with("Sec-Fetch-Site", "cross-site");
        Map<String, Long> before = rows();

        for (String password : List.of("wrong", ann.password())) {
            assertThat(misled.withPassword(ann.login(), password).get("/me").status())
                    .isEqualTo(401);
        }
        assertThat(misled.withKey("vst_made-up").get("/me").status()).isEqualTo(401);
        assertThat(rows()).isEqualTo(before);
    }

    private List<String> pages(TestAccount account) {
        return mappings.getHandlerMethods().keySet().stream()
                .filter(ReadingAttackTest::isRead)
                .flatMap(mapping -> mapping.getPatternValues().stream())
                .map(pattern -> pattern.replaceAll("\\{[^}]+}", account.id().toString()))
                .filter(path -> !path.startsWith("/api/") && !path.equals(WIZARD) && !EXPORTS.contains(path))
                .sorted()
                .collect(Collectors.toList());
    }

    private static boolean isRead(RequestMappingInfo mapping) {
        Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
        return methods.isEmpty() || methods.contains(RequestMethod.GET);
    }

    private Map<String, Long> rows() {
        return TABLES.stream()
                .collect(Collectors.toMap(
                        table -> table,
                        table -> jdbc.sql("select count(*) from " + table)
                                .query(Long.class)
                                .single()));
    }
}
