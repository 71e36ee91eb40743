package dev.vestibule.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletResponse;

class RedirectsTest {
    @ParameterizedTest
    @CsvSource({"PT-1S, 1", "PT0S, 1", "PT0.000000001S, 1", "PT1S, 1", "PT1.000001S, 2", "PT29.5S, 30"})
    void waitWhenToldToAClientThenIsRoundedUpAndAtLeastASecond(Duration wait, String seconds) throws IOException {
        MockHttpServletResponse response = new MockHttpServletResponse();

        Redirects.tooManyTries(response, wait);

        assertThat(response.getHeader("Retry-After")).isEqualTo(seconds);
    }
}
