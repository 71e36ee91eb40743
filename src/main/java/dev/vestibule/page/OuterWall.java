package dev.vestibule.page;

import dev.vestibule.platform.DatabaseClock;
import dev.vestibule.platform.DatabaseOutage;
import dev.vestibule.platform.Site;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.resource.ResourceUrlProvider;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

/**
 * What a request passes before anybody looks for its session, from the outside in. What needs the database is looked up by the first request: the server is made before the
 * database is migrated.
 */
@Configuration(proxyBeanMethods = false)
class OuterWall {
    @Bean
    static FilterRegistrationBean<Outage> outage(
            ThymeleafViewResolver views,
            ResourceUrlProvider files,
            Problems problems,
            ObjectProvider<Times> times,
            ObjectProvider<DatabaseOutage> database) {
        var registration =
                new FilterRegistrationBean<>(new Outage(views, files, problems, times::getObject, database::getObject));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
        return registration;
    }

    @Bean
    static FilterRegistrationBean<Probes> probes(
            ApplicationAvailability availability, ObjectProvider<HealthEndpoint> health) {
        var registration = new FilterRegistrationBean<>(new Probes(availability, health::getObject));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        registration.addUrlPatterns(Probes.LIVE, Probes.READY);
        return registration;
    }

    @Bean
    static FilterRegistrationBean<HostCheck> hostCheck(Site site, Clock clock) {
        var registration = new FilterRegistrationBean<>(new HostCheck(site, new HourlyWarnings(clock)));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        return registration;
    }

    @Bean
    static FilterRegistrationBean<Limits> limits() {
        var registration = new FilterRegistrationBean<>(new Limits());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 3);
        return registration;
    }

    @Bean
    static FilterRegistrationBean<OriginCheck> originCheck(Site site) {
        var registration = new FilterRegistrationBean<>(new OriginCheck(site));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 4);
        return registration;
    }

    @Bean
    static FilterRegistrationBean<CodesNeedTime> codesNeedTime(ObjectProvider<DatabaseClock> clock) {
        var registration = new FilterRegistrationBean<>(new CodesNeedTime(clock::getObject));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 5);
        return registration;
    }
}
