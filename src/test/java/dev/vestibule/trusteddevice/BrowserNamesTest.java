package dev.vestibule.trusteddevice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.web.MockHttpServletRequest;
import ua_parser.Client;

class BrowserNamesTest {
    /** As wide as the column that keeps it. */
    private static final int COLUMN = 200;

    private final BrowserNames browsers = new BrowserNames();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Firefox on Linux | Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Chrome on Windows | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
                "Edge on Windows | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
                "Safari on Mac OS X | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
                "Mobile Safari on iOS | Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
                "Chrome Mobile on Android | Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
                "Mobile Safari on iPadOS | Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1 Mobile/15E148 Safari/604.1",
                "Unknown browser | nobody's browser",
                "A browser on Linux | (X11; Linux x86_64)"
            })
    void describeWhenUserAgentIsRealThenNamesFamilyAndPlatform(String description, String userAgent) {
        assertThat(describe(userAgent)).isEqualTo(description);
    }

    @ParameterizedTest
    @CsvSource({
        "Firefox on Linux, laptop",
        "Safari on Mac OS X, laptop",
        "Mobile Safari on iOS, phone",
        "Chrome Mobile on Android, phone",
        "Samsung Internet on Android, phone",
        "Chrome on Android, tablet",
        "Mobile Safari on iPadOS, tablet",
        "Unknown browser, window",
        "Firefox, window"
    })
    void iconWhenTheSystemIsKnownThenIsThatOfTheKindOfDevice(String name, String icon) {
        assertThat(browsers.icon(name)).isEqualTo(icon);
    }

    @Test
    void describeWhenThereIsNoUserAgentThenIsUnknown() {
        assertThat(browsers.describe(new MockHttpServletRequest())).isEqualTo("Unknown browser");
        assertThat(describe("")).isEqualTo("Unknown browser");
        assertThat(describe(" ")).isEqualTo("Unknown browser");
    }

    @Test
    void describeWhenUserAgentIsHugeThenIsUnknownAtOnce() {
        String huge = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 " + "a".repeat(10 * 1024);

        assertThat(describe(huge)).isEqualTo("Unknown browser");
    }

    @Test
    void readWhenTheParserFailsThenTheBrowserIsUnknown() {
        var request = new MockHttpServletRequest();
        request.addHeader("User-Agent", "Firefox");

        assertThat(UserAgent.read(request, BrowserNamesTest::fault, client -> "named", "unknown"))
                .isEqualTo("unknown");
        assertThat(UserAgent.read(request, agent -> null, client -> client.userAgent.family, "unknown"))
                .isEqualTo("unknown");
        assertThat(UserAgent.read(request, BrowserNamesTest::endless, client -> "named", "unknown"))
                .isEqualTo("unknown");
    }

    private static Client fault(String agent) {
        throw new NullPointerException("as the parser of a library might");
    }

    @SuppressWarnings("InfiniteRecursion")
    private static Client endless(String agent) {
        return endless(agent + ".");
    }

    static Stream<String> hostile() {
        return Stream.of(
                        "%s/1.0 CFNetwork/1.0 Darwin/1.0",
                        "%sbot/1.0",
                        "Mozilla/5.0 (%s) Firefox/1.0",
                        "%s/1.0",
                        "%sBrowser/1.0",
                        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5) [FBAN/%s;FBAV/1.0]",
                        "Opera/9.80 (%s) Presto",
                        "Mozilla/5.0 (compatible; %s/1.0; +http://x)",
                        "SonyEricsson%s/1.0",
                        "%s Client/1.0",
                        "Microsoft Office %s",
                        "Mozilla/5.0 (Linux; Android %s)",
                        "HbbTV/1.1.1 (%s;%s;%s)")
                .flatMap(pattern -> Stream.of("a", "a ", "1.", "-").map(filling -> {
                    String text = pattern.replace("%s", filling.repeat(400 / filling.length()));
                    return text.length() <= 512 ? text : pattern.replace("%s", filling.repeat(120 / filling.length()));
                }));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void describeWhenUserAgentIsMadeToBeLongThenDescriptionFitsItsColumn(String userAgent) {
        assertThat(describe(userAgent)).isNotBlank().hasSizeLessThanOrEqualTo(COLUMN);
    }

    @Test
    void describeWhenManyDifferentAgentsAskThenEachIsSoonAnswered() {
        assertThat(org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
                    for (int i = 0; i < 200; i++) {
                        describe("Mozilla/5.0 (" + i + " ".repeat(200) + ";".repeat(200) + ") x");
                    }
                    return true;
                }))
                .isTrue();
    }

    private String describe(String userAgent) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("User-Agent", userAgent);
        return browsers.describe(request);
    }
}
