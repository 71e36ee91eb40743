package dev.vestibule.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.test.context.TestPropertySource;

/**
 * Trusts the proxy at 127.0.0.1, writes an access log, and waits two seconds for a request. One application for all tests
 * of what a server does before the filters.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@TestPropertySource(
        properties = {
            "vestibule.trusted-proxies=127.0.0.1/32, 2001:db8::/32",
            "server.tomcat.connection-timeout=2s",
            "server.tomcat.accesslog.enabled=true",
            "server.tomcat.accesslog.buffered=false",
            "server.tomcat.accesslog.directory=${user.dir}/target/access-log-${PID}",
            "server.tomcat.accesslog.request-attributes-enabled=true",
            "server.tomcat.accesslog.pattern=%a %r %U %q %s %{Referer}i"
        })
@interface BehindProxy {}
