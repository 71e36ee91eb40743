package dev.vestibule.session;

import dev.vestibule.encryption.EncryptionKeys;
import dev.vestibule.network.Site;
import dev.vestibule.parameter.Parameter;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.ConversionService;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.IndexResolver;
import org.springframework.session.Session;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring Session in PostgreSQL, with what its defaults leave to wish for. */
@Configuration(proxyBeanMethods = false)
class SessionStore {
    /** One JSON document instead of Java serialisation; {@link SignInConversion} lets nothing else in. */
    @Bean
    static ConversionService springSessionConversionService() {
        return new SignInConversion();
    }

    @Bean
    static SessionRepositoryCustomizer<JdbcIndexedSessionRepository> attributesAsJson() {
        return sessions -> {
            sessions.setCreateSessionAttributeQuery("""
                    insert into %TABLE_NAME%_attributes (session_primary_id, attribute_name, attribute_bytes)
                    values (?, ?, convert_from(?, 'UTF8')::jsonb)
                    on conflict (session_primary_id, attribute_name)
                    do update set attribute_bytes = excluded.attribute_bytes""");
            sessions.setUpdateSessionAttributeQuery("""
                    update %TABLE_NAME%_attributes set attribute_bytes = convert_from(?, 'UTF8')::jsonb
                    where session_primary_id = ? and attribute_name = ?""");
        };
    }

    @Bean
    static SessionRepositoryCustomizer<JdbcIndexedSessionRepository> boundedByAccount() {
        return sessions -> sessions.setCreateSessionQuery(SessionBounds.INSERT);
    }

    /** Whether a session is over is asked with each request; its row must be there for as long as it may not be. */
    @Bean
    static SessionRepositoryCustomizer<JdbcIndexedSessionRepository> rowsOutlastSessions() {
        return sessions -> sessions.setDefaultMaxInactiveInterval(Duration.ofMinutes(Parameter.IDLE_MINUTES.maximum()));
    }

    /** Without it Spring Session would look for a security context, which we do not store. */
    @Bean
    static IndexResolver<Session> sessionsByAccount() {
        return session -> session.getAttribute(SignIn.ATTRIBUTE) instanceof SignIn signIn
                ? Map.of(
                        FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME,
                        signIn.account().toString())
                : Map.of();
    }

    /**
     * Spring Session's own default opens a transaction beside the current one: a second connection for the same request,
     * and a change that its rollback does not undo.
     */
    @Bean({"transactionTemplate", "springSessionTransactionOperations"})
    static TransactionTemplate transactionTemplate(PlatformTransactionManager transactions) {
        return new TransactionTemplate(transactions);
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

    @Bean
    static BeanPostProcessor sparingSessions(ObjectProvider<Clock> clock) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof JdbcIndexedSessionRepository sessions
                        ? new SignInSessionRepository<>(sessions, clock.getObject())
                        : bean;
            }
        };
    }

    @Bean
    static FilterRegistrationBean<SignInSessionRepository.Forget> forgetSavedSession() {
        var registration = new FilterRegistrationBean<>(new SignInSessionRepository.Forget());
        registration.setOrder(SessionRepositoryFilter.DEFAULT_ORDER - 1);
        return registration;
    }
}
