package dev.vestibule.server;

import dev.vestibule.network.Site;
import dev.vestibule.network.TrustedProxies;
import java.time.Clock;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Configures what filters cannot: requests so malformed that Tomcat refuses them before it finds the application. */
@Component
class TomcatCustomizer implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {
    /**
     * Tomcat's default, 10, answers 500 to a browser with more languages. The limit on headers bounds their number, and
     * pages are in English anyway.
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
