package dev.vestibule.reauthentication;

import dev.vestibule.network.Site;
import dev.vestibule.web.LoginPaths;
import dev.vestibule.web.Redirects;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.web.savedrequest.CookieRequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;

/**
 * Keeps the page that a user requested before the sign-in in a cookie, so that a visitor needs no row in a table.
 *
 * <p>The cookie can be forged, so the result is a path of ours and never an address.
 */
@Component
public class LoginRequestCache extends CookieRequestCache {
    /** In characters, of which Base64 makes a third more. */
    private static final int LONGEST = 2_000;

    LoginRequestCache(Site site) {
        setRequestMatcher(new AndRequestMatcher(
                PathPatternRequestMatcher.pathPattern(HttpMethod.GET, "/**"),
                namesHtml(),
                LoginRequestCache::fitsACookie,
                new NegatedRequestMatcher(stepsOfTheLogin())));
        setCookieCustomizer(cookie -> {
            cookie.setPath("/");
            cookie.setAttribute("SameSite", "Lax");
            cookie.setSecure(cookie.getSecure() || site.https());
        });
    }

    /** Without it the last file that a browser fetched by itself, an icon for instance, would be the requested page. */
    private static RequestMatcher namesHtml() {
        var html = new MediaTypeRequestMatcher(new HeaderContentNegotiationStrategy(), MediaType.TEXT_HTML);
        html.setIgnoredMediaTypes(Set.of(MediaType.ALL));
        return html;
    }

    /** Browsers drop a cookie beyond 4096 bytes, and proxies commonly take 8 KiB of headers. */
    private static boolean fitsACookie(HttpServletRequest request) {
        String query = request.getQueryString();
        return request.getRequestURL().length() + (query == null ? 0 : query.length()) <= LONGEST;
    }

    private static RequestMatcher stepsOfTheLogin() {
        var paths = PathPatternRequestMatcher.withDefaults();
        return new OrRequestMatcher(
                paths.matcher("/login/**"), paths.matcher(LoginPaths.LOGOUT), paths.matcher("/error"));
    }

    /** The page that the cookie claims, unless it is no page of ours. */
    @Override
    public @Nullable SavedRequest getRequest(HttpServletRequest request, HttpServletResponse response) {
        try {
            SavedRequest saved = super.getRequest(request, response);
            return saved == null || Redirects.isPath(path(saved)) ? saved : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * Nothing to restore: the saved request is a GET. The default would hide the headers of the next request of the page,
     * so that it would not be saved a second time.
     */
    @Override
    public @Nullable HttpServletRequest getMatchingRequest(HttpServletRequest request, HttpServletResponse response) {
        return null;
    }

    /**
     * The path of the requested page, else of the home page. The request is deleted: a forged one that leads back to a step
     * would redirect without end.
     */
    String take(HttpServletRequest request, HttpServletResponse response) {
        SavedRequest saved = getRequest(request, response);
        if (saved == null) {
            return "/";
        }
        removeRequest(request, response);
        return path(saved);
    }

    /** The path of the requested page, which stays saved. */
    Optional<String> path(HttpServletRequest request, HttpServletResponse response) {
        return Optional.ofNullable(getRequest(request, response))
                .map(saved -> path(saved).split("\\?", 2)[0]);
    }

    /** Replaces the page that the user requested by another one. */
    void keep(String path, String query, HttpServletRequest request, HttpServletResponse response) {
        saveRequest(
                new HttpServletRequestWrapper(request) {
                    @Override
                    public String getMethod() {
                        return HttpMethod.GET.name();
                    }

                    @Override
                    public String getRequestURI() {
                        return path;
                    }

                    @Override
                    public String getQueryString() {
                        return query;
                    }
                },
                response);
    }

    /** The path and the query of the address that the cookie claims; its host and scheme are not looked at. */
    private static String path(SavedRequest saved) {
        URI uri = URI.create(saved.getRedirectUrl());
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }
}
