package dev.vestibule.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.support.DefaultHandlerExceptionResolver;

/**
 * Spring's own answers to requests that cannot be handled, such as a method that a page does not support. Spring logs
 * each of them as a warning, so any client could fill the log. This class logs only faults of the server.
 */
final class FaultLoggingExceptionResolver extends DefaultHandlerExceptionResolver {
    private static final Logger LOG = LoggerFactory.getLogger(FaultLoggingExceptionResolver.class);

    FaultLoggingExceptionResolver() {
        // An empty name disables the warn logger.
        setWarnLogCategory("");
    }

    @Override
    protected @Nullable ModelAndView doResolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception fault) {
        ModelAndView answer = super.doResolveException(request, response, handler, fault);
        if (answer != null && HttpStatusCode.valueOf(response.getStatus()).is5xxServerError()) {
            LOG.error("A request could not be answered", fault);
        }
        return answer;
    }

    /** Replaces Spring's resolver. */
    @Configuration
    static class InPlaceOfTheDefault implements WebMvcConfigurer {
        @Override
        public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
            resolvers.replaceAll(resolver -> resolver.getClass() == DefaultHandlerExceptionResolver.class
                    ? new FaultLoggingExceptionResolver()
                    : resolver);
        }
    }
}
