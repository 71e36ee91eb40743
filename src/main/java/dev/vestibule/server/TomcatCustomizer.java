package dev.vestibule.server;

import dev.vestibule.network.Site;
import dev.vestibule.network.TrustedProxies;
import java.time.Clock;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Reaches what no filter sees: requests so malformed that Tomcat refuses them before it looks for an application. */
@Component
class TomcatCustomizer implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {
    /**
     * Tomcat's default, 10, turns the request of a browser that is set to more languages into a fault. The bound on headers
     * bounds them, and pages are in English whatever they say.
     */
    private static final int ANY_NUMBER_OF_LANGUAGES = -1;

    private final Site site;
    private final TrustedProxies proxies;
    private final Clock clock;

    TomcatCustomizer(Site site, TrustedProxies proxies, Clock clock) {
        this.site = site;
        this.proxies = proxies;
        this.clock = clock;
    }

    @Override
    public void customize(ConfigurableTomcatWebServerFactory tomcat) {
        tomcat.addEngineValves(
                new ForwardedHeaders(proxies, clock),
                new BodyTime(proxies),
                new SecurityHeadersValve(site),
                new LoggedAddress());
        if (tomcat instanceof TomcatWebServerFactory factory) {
            factory.setProtocol(TimedHttpProtocol.class.getName());
        }
        tomcat.addConnectorCustomizers(connector -> connector.setMaxLocaleCount(ANY_NUMBER_OF_LANGUAGES));
        tomcat.addContextCustomizers(
                application -> application.getParent().getPipeline().addValve(new EarlyRefusals(application)));
    }
}
