package dev.vestibule.session;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.springframework.session.web.http.CookieHttpSessionIdResolver;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.HttpSessionIdResolver;
import org.springframework.session.web.http.SessionRepositoryFilter;

/** Spring Session's filter, with a repository of its own for each request. */
final class SessionFilter implements Filter {
    private final SessionTable table;
    private final CookieHttpSessionIdResolver cookie = new CookieHttpSessionIdResolver();
    private final Clock clock;

    SessionFilter(SessionTable table, CookieSerializer cookie, Clock clock) {
        this.table = table;
        this.cookie.setCookieSerializer(cookie);
        this.clock = clock;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var sessions = RequestSessions.begin((HttpServletRequest) request, table, clock);
        var filter = new SessionRepositoryFilter<>(sessions);
        filter.setHttpSessionIdResolver(new SavedIds(sessions));
        filter.doFilter(request, response, chain);
    }

    /** Tells the browser of a session only when its row is committed. */
    private final class SavedIds implements HttpSessionIdResolver {
        private final RequestSessions sessions;

        private SavedIds(RequestSessions sessions) {
            this.sessions = sessions;
        }

        @Override
        public List<String> resolveSessionIds(HttpServletRequest request) {
            return cookie.resolveSessionIds(request);
        }

        @Override
        public void setSessionId(HttpServletRequest request, HttpServletResponse response, String id) {
            if (sessions.isSaved(id)) {
                cookie.setSessionId(request, response, id);
            }
        }

        @Override
        public void expireSession(HttpServletRequest request, HttpServletResponse response) {
            if (!sessions.isUndone()) {
                cookie.expireSession(request, response);
            }
        }
    }
}
