package dev.vestibule.trusteddevice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class BrowserFingerprintTest {
    private static final String WEBKIT = " AppleWebKit/537.36 (KHTML, like Gecko) ";
    private static final String CHROME_LINUX =
            "Mozilla/5.0 (X11; Linux x86_64)" + WEBKIT + "Chrome/142.0.0.0 Safari/537.36";
    private static final String CHROME_WINDOWS =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64)" + WEBKIT + "Chrome/142.0.0.0 Safari/537.36";
    private static final String FIREFOX_LINUX =
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static final String SAFARI_MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15"
            + " (KHTML, like Gecko) Version/18.5 Safari/605.1.15";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // A version later.
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
                        + "| Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
                // The same one without the name of the distribution, which it dropped with an update.
                "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:108.0) Gecko/20100101 Firefox/108.0"
                        + "| Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                // Windows 10 and 11, and a system's update.
                "Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36"
                        + "| Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
                // Phones that ask for the desktop's pages.
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36"
                        + "| Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
                "Mozilla/5.0 (Android 16; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
                        + "| Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
                        + "| Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15"
            })
    void fingerprintWhenItIsTheSameBrowserThenIsTheSame(String one, String other) {
        assertThat(of(one.strip())).isEqualTo(of(other.strip()));
    }

    @Test
    void fingerprintWhenFamilyOrPlatformDifferThenDiffers() {
        String edge = CHROME_WINDOWS + " Edg/142.0.0.0";

        assertThat(List.of(
                        of(CHROME_LINUX),
                        of(CHROME_WINDOWS),
                        of(FIREFOX_LINUX),
                        of(SAFARI_MAC),
                        of(edge),
                        of("curl/8.5.0"),
                        of("x")))
                .doesNotHaveDuplicates();
    }

    @Test
    void fingerprintWhenThereIsNoUserAgentOrAHugeOneThenIsThatOfNobody() {
        assertThat(BrowserFingerprint.of(new MockHttpServletRequest())).isEqualTo(of("x".repeat(10_000)));
        assertThat(of("SonyEricsson" + "a".repeat(400) + "/1.0")).hasSizeLessThanOrEqualTo(200);
    }

    private static String of(String userAgent) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("User-Agent", userAgent);
        return BrowserFingerprint.of(request);
    }
}
