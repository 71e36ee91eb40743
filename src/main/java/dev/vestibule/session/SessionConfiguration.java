package dev.vestibule.session;

import dev.vestibule.encryption.EncryptionKeys;
import dev.vestibule.network.Site;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.session.web.http.SessionRepositoryFilter;

/** The filter that gives requests their session, and the cookie. */
@Configuration(proxyBeanMethods = false)
class SessionConfiguration {
    @Bean
    static FilterRegistrationBean<SessionFilter> sessionFilter(
            SessionTable table, CookieSerializer cookie, Clock clock) {
        var registration = new FilterRegistrationBean<>(new SessionFilter(table, cookie, clock));
        registration.setOrder(SessionRepositoryFilter.DEFAULT_ORDER);
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
        return registration;
    }

    @Bean
    static CookieSerializer cookieSerializer(EncryptionKeys keys, Site site) {
        DefaultCookieSerializer cookie = new DefaultCookieSerializer();
        cookie.setCookieName(site.https() ? "__Host-SESSION" : "SESSION");
        cookie.setCookiePath("/");
        cookie.setSameSite("Lax");
        cookie.setUseBase64Encoding(false);
        if (site.https()) {
            cookie.setUseSecureCookie(true);
        }
        return new AuthenticatedCookieSerializer(cookie, keys);
    }
}
