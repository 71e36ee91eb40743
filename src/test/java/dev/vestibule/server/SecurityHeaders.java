package dev.vestibule.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.TestBrowser.Page;
import java.util.Locale;
import java.util.Map;

/** The headers of every answer, as security.md, part 4 lists them. */
final class SecurityHeaders {
    static final Map<String, String> ALWAYS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; font-src 'self'; "
                    + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    private SecurityHeaders() {}

    /** Each of them, once; and nothing that tells what runs here. */
    static void assertOn(Page answer) {
        assertOnHttps(answer);
        assertThat(answer.headers()).doesNotContainKey("strict-transport-security");
    }

    /** The same where users come by HTTPS, and are told to stay there. */
    static void assertOnHttps(Page answer) {
        ALWAYS.forEach((name, value) -> assertThat(answer.headers().get(name.toLowerCase(Locale.ROOT)))
                .as(name + " on " + answer)
                .containsExactly(value));
        assertThat(answer.headers()).containsKey("permissions-policy").doesNotContainKeys("server", "x-powered-by");
    }

    /** Each of them, once; and nothing that tells what runs here. */
    static void assertOn(String rawAnswer) {
        String head = rawAnswer.split("\r\n\r\n", 2)[0];
        ALWAYS.forEach((name, value) -> assertThat(head.lines()
                        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")))
                .as(name + " of " + head)
                .singleElement()
                .asString()
                .endsWith(": " + value));
        assertThat(head.toLowerCase(Locale.ROOT))
                .contains("permissions-policy: ")
                .doesNotContain("\r\nserver:", "x-powered-by", "strict-transport-security");
    }
}
