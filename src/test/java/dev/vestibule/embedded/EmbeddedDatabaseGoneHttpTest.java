package dev.vestibule.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.VestibuleApplication;
import dev.vestibule.testing.SecondNode.NoTestConfiguration;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole application on its embedded database, which is stopped under it. */
@Tag("integration")
class EmbeddedDatabaseGoneHttpTest {
    private static final String PASSWORD = "plum-tractor-violet-94";

    @TempDir
    Path temporary;

    @Test
    void pageWhenTheEmbeddedServerIsStoppedThenUnavailableAndTheLoginStays() throws Exception {
        try (ConfigurableApplicationContext context = start()) {
            TestBrowser browser =
                    new TestBrowser(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
            String form = "username=admin&password=" + PASSWORD + "&_csrf=" + browser.token();
            assertThat(browser.postRaw("/login", form).status()).isEqualTo(303);
            TestBrowser visitor = browser.copy();
            visitor.cookies().clear();
            String token = visitor.token();

            context.getBean(EmbeddedDatabase.class).close();

            assertUnavailable(browser.get("/"));
            assertUnavailable(visitor.postRaw("/login", "username=admin&password=" + PASSWORD + "&_csrf=" + token));
            assertThat(visitor.get("/login").status()).isEqualTo(200);
        }
    }

    private static void assertUnavailable(Page page) {
        assertThat(page.status()).as(page.body()).isEqualTo(503);
        assertThat(page.header("Retry-After")).isNotEmpty();
        assertThat(page.setCookies()).isEmpty();
    }

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(VestibuleApplication.class)
                .initializers(context ->
                        context.getBeanFactory().registerSingleton("noTestConfiguration", new NoTestConfiguration()))
                .run(
                        "--vestibule.data-directory=" + temporary.resolve("data"),
                        "--vestibule.bootstrap.admin-password=" + PASSWORD,
                        "--server.port=0",
                        "--management.server.port=0");
    }
}
