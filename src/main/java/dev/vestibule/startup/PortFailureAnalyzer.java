package dev.vestibule.startup;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Reports which of the two ports is in use and which setting changes it; Spring Boot's own analyzer does not know. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class PortFailureAnalyzer extends AbstractFailureAnalyzer<PortInUseException> {
    private final Environment environment;

    PortFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, PortInUseException cause) {
        String port = String.valueOf(cause.getPort());
        boolean management = port.equals(environment.getProperty("management.server.port"));
        String setting = management ? "management.server.port" : "server.port";
        String use = management ? "the health checks" : "the pages";
        return new FailureAnalysis(
                "Port " + port + ", meant for " + use + ", is taken by another program.",
                "Stop that program, or set " + setting + " to another port.",
                cause);
    }
}
