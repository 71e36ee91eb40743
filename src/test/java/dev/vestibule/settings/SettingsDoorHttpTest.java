package dev.vestibule.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Everything under /settings is for administrators: found from the mappings, so that what is added is covered. */
@VestibuleTest
class SettingsDoorHttpTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts accounts;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    private List<String> urls() {
        String somebody = accounts.invited("somebody", Role.USER).id().toString();
        return mappings.getHandlerMethods().keySet().stream()
                .map(RequestMappingInfo::getPatternValues)
                .flatMap(java.util.Collection::stream)
                .filter(pattern -> pattern.startsWith("/settings"))
                .distinct()
                .flatMap(pattern -> Stream.of(
                        pattern.replace("{id}", somebody).replace("{key}", "auth.password_min_length"),
                        pattern.replaceAll("\\{\\w+}", UUID.randomUUID().toString())))
                .distinct()
                .toList();
    }

    @Test
    void settingsWhenAskedByAUserThenAreForbiddenByEveryMethod() {
        TestBrowser browser = browsers.open().signIn(accounts.withPassword("uma"));

        String token = browser.token();
        List<String> urls = urls();

        assertThat(urls).hasSizeGreaterThan(15);
        for (String url : urls) {
            for (String method : METHODS) {
                assertThat(send(browser, token, method, url).statusCode())
                        .as(method + " " + url)
                        .isEqualTo(403);
            }
        }
        assertThat(browser.get("/settings/no-such-page").status()).isEqualTo(403);
        assertThat(browser.get("/settings/").status()).isEqualTo(403);
    }

    @Test
    void settingsWhenAskedByAVisitorThenLeadToTheLogin() {
        for (String url : urls()) {
            assertThat(browsers.open().get(url).location()).as(url).isEqualTo("/login");
            assertThat(browsers.open().post(url).location()).as(url).isEqualTo("/login");
        }
    }

    @Test
    void settingsWhenAskedBetweenPasswordAndCodeThenLeadToTheCode(
            @WithMfa(Role.ADMIN) TestAccount root, TestBrowser browser) {
        browser.enterPassword(root);
        String token = Html.of(browser.get("/login/code")).value("_csrf");

        for (String url : urls()) {
            assertThat(browser.get(url).location()).as(url).isEqualTo("/login/code");
            assertThat(browser.post(url, "_csrf", token).location()).as(url).isEqualTo("/login/code");
        }
    }

    @Test
    void settingsWhenOneIsNoAdministratorThenNoPageLeadsThere() {
        TestBrowser user = browsers.open().signIn(accounts.withPassword("uma"));
        TestBrowser root = browsers.open().signIn(accounts.withPassword("root", Role.ADMIN));

        for (String page : List.of("/", "/preferences", "/preferences/password", "/preferences/authenticators/new")) {
            assertThat(user.get(page).body()).doesNotContain("\"/settings");
            assertThat(root.get(page).body()).contains("\"/settings\"");
        }
    }

    @Test
    void settingsWhenTheAddressIsDisguisedThenStayShut() {
        TestBrowser browser = browsers.open().signIn(accounts.withPassword("uma"));

        for (String path : List.of(
                "/%73ettings",
                "/settings%2fusers",
                "/settings;x=1/users",
                "//settings",
                "/./settings",
                "/x/../settings/users",
                "/settings/users.json",
                "/Settings",
                "/settings%00",
                "/settings/users/%2e%2e/parameters")) {
            assertThat(browser.get(path).status()).as(path).isIn(400, 403, 404);
        }
    }

    private HttpResponse<String> send(TestBrowser browser, String token, String method, String path) {
        String cookies = browser.cookies().entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + browsers.port() + path))
                .header("Cookie", cookies)
                .header("X-XSRF-TOKEN", token)
                .method(method, BodyPublishers.noBody())
                .build();
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
