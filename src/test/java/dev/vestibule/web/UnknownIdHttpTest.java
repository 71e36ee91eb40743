package dev.vestibule.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.apikey.Scope;
import dev.vestibule.testing.ApiClient;
import dev.vestibule.testing.ApiClients;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Ids are opaque: one that nothing has is not found, whatever it looks like. */
@VestibuleTest
class UnknownIdHttpTest {
    private static final List<String> IDS = List.of(
            "x",
            "0",
            "-1",
            "99999999999999999999999999",
            "%20",
            "null",
            "a".repeat(3000),
            "%C3%A4%F0%9F%98%80",
            "%D9%A1%D9%A2",
            "%E2%80%8E1",
            "1-1-1-1-1",
            "'or'1",
            UUID.randomUUID().toString(),
            UUID.randomUUID().toString().replace("-", ""),
            UUID.randomUUID() + "x");

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    @Autowired
    Browsers browsers;

    @Autowired
    ApiClients programs;

    @Autowired
    TestAccounts accounts;

    private record Resource(RequestMethod method, String pattern) {
        String with(String id) {
            return pattern.replaceAll("\\{\\w+}", id);
        }
    }

    /** Every mapping with an id in its path but the one whose token is a secret and not an id. */
    private List<Resource> resources(boolean api) {
        return mappings.getHandlerMethods().keySet().stream()
                .flatMap(mapping -> mapping.getPatternValues().stream()
                        .filter(pattern -> pattern.contains("{") && !pattern.startsWith("/set-password"))
                        .filter(pattern -> pattern.startsWith("/api/") == api)
                        .flatMap(pattern -> mapping.getMethodsCondition().getMethods().stream()
                                .map(method -> new Resource(method, pattern))))
                .toList();
    }

    @Test
    void pageWhenNothingHasTheIdThenIsNotFound() {
        TestBrowser admin = browsers.open().signIn(accounts.withPassword("root", Role.ADMIN));
        String token = admin.token();
        List<Resource> resources = resources(false);

        assertThat(resources).hasSizeGreaterThan(25);
        for (Resource resource : resources) {
            for (String id : IDS) {
                var page = resource.method() == RequestMethod.GET
                        ? admin.get(resource.with(id))
                        : admin.post(resource.with(id), "_csrf", token);
                assertThat(page.status()).as(resource + " " + id).isEqualTo(404);
            }
        }
    }

    @Test
    void resourceOfTheApiWhenNothingHasTheIdThenIsNotFound(@WithPassword(Role.ADMIN) TestAccount root) {
        ApiClient program = programs.byKey(root, Scope.WRITE);
        List<Resource> resources = resources(true);

        assertThat(resources).hasSizeGreaterThan(8);
        Set<RequestMethod> withBody = Set.of(RequestMethod.PUT, RequestMethod.PATCH);
        for (Resource resource : resources) {
            for (String id : IDS) {
                ApiClient client = withBody.contains(resource.method())
                        ? program.with("Content-Type", "application/json")
                        : program;
                String body = withBody.contains(resource.method()) ? "{}" : null;
                var answer = client.send(resource.method().name(), "/" + resource.with(id), body);
                assertThat(answer).as(resource + " " + id).hasToString("404 not-found");
            }
        }
    }

    @Test
    void pageWhenTheIdIsOfSomebodyElsesThingThenIsNotFound(@WithMfa TestAccount other) {
        TestBrowser browser = browsers.open().signIn(accounts.withPassword("ann"));
        String token = browser.token();

        List<Resource> own = resources(false).stream()
                .filter(resource -> resource.pattern().startsWith("/preferences"))
                .toList();

        assertThat(own.stream().map(Resource::pattern).collect(Collectors.toSet()))
                .hasSizeGreaterThan(4);
        for (Resource resource : own) {
            String path = resource.with(other.id().toString());
            assertThat((resource.method() == RequestMethod.GET ? browser.get(path) : browser.post(path, "_csrf", token))
                            .status())
                    .as(resource.toString())
                    .isEqualTo(404);
        }
    }
}
