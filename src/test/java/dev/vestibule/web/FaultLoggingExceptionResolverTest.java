package dev.vestibule.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;

@ExtendWith(OutputCaptureExtension.class)
class FaultLoggingExceptionResolverTest {
    @Test
    void exceptionWhenItIsAFaultThenIsLoggedAndARefusalIsNot(CapturedOutput output) {
        assertThat(status(new HttpRequestMethodNotSupportedException("TRACE"))).isEqualTo(405);
        assertThat(output).isEmpty();

        assertThat(status(new HttpMessageNotWritableException("no such field"))).isEqualTo(500);
        assertThat(output).contains("ERROR", "no such field");
    }

    private static int status(Exception exception) {
        var response = new MockHttpServletResponse();
        new FaultLoggingExceptionResolver().resolveException(new MockHttpServletRequest(), response, null, exception);
        return response.getStatus();
    }
}
