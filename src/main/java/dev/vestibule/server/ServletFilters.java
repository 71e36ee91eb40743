package dev.vestibule.server;

import dev.vestibule.database.DatabaseClock;
import dev.vestibule.database.DatabaseOutage;
import dev.vestibule.network.Site;
import dev.vestibule.web.Problems;
import dev.vestibule.web.Times;
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
 * The filters before the session filter, in their order. Beans that need the database are looked up by the first
 * request: Tomcat is created before the database is migrated.
 */
@Configuration(proxyBeanMethods = false)
class ServletFilters {
    @Bean
    static FilterRegistrationBean<OutageFilter> outage(
            ThymeleafViewResolver views,
            ResourceUrlProvider files,
            Problems problems,
            ObjectProvider<Times> times,
            ObjectProvider<DatabaseOutage> database) {
        var registration = new FilterRegistrationBean<>(
                new OutageFilter(views, files, problems, times::getObject, database::getObject));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
        return registration;
    }

    @Bean
    static FilterRegistrationBean<ProbeFilter> probes(
            ApplicationAvailability availability, ObjectProvider<HealthEndpoint> health) {
        var registration = new FilterRegistrationBean<>(new ProbeFilter(availability, health::getObject));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        registration.addUrlPatterns(ProbeFilter.LIVE, ProbeFilter.READY);
        return registration;
    }

    @Bean
    static FilterRegistrationBean<HostCheckFilter> hostCheck(Site site, Clock clock) {
        var registration = new FilterRegistrationBean<>(new HostCheckFilter(site, new HourlyWarnings(clock)));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        return registration;
    }

    @Bean
    static FilterRegistrationBean<RequestLimitsFilter> limits() {
        var registration = new FilterRegistrationBean<>(new RequestLimitsFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 3);
        return registration;
    }

    @Bean
    static FilterRegistrationBean<OriginCheckFilter> originCheck(Site site) {
        var registration = new FilterRegistrationBean<>(new OriginCheckFilter(site));
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
