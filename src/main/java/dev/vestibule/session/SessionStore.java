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

/** Configures Spring Session in PostgreSQL where its defaults do not fit. */
@Configuration(proxyBeanMethods = false)
class SessionStore {
    /** Stores one JSON document instead of Java serialisation; {@link SignInConversion} rejects every other class. */
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

    /** Each request decides whether a session has expired; its row must exist for the longest possible lifetime. */
    @Bean
    static SessionRepositoryCustomizer<JdbcIndexedSessionRepository> rowsOutlastSessions() {
        return sessions -> sessions.setDefaultMaxInactiveInterval(Duration.ofMinutes(Parameter.IDLE_MINUTES.maximum()));
    }

    /** Without this resolver Spring Session would look for a security context, which the application does not store. */
    @Bean
    static IndexResolver<Session> sessionsByAccount() {
        return session -> session.getAttribute(SignIn.ATTRIBUTE) instanceof SignIn signIn
                ? Map.of(
                        FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME,
                        signIn.account().toString())
                : Map.of();
    }

    /**
     * Joins the current transaction. Spring Session's default opens a second transaction: a second connection for the
     * same request, and a change that a rollback of the first one does not undo.
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
