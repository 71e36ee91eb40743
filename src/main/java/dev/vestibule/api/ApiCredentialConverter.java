package dev.vestibule.api;

import dev.vestibule.web.Problem;
import dev.vestibule.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.security.web.authentication.www.BasicAuthenticationConverter;

/**
 * Reads the one credential that a request may carry, from the one header where it may stand: HTTP Basic (RFC 7617) as a
 * name and a password, or an API key (RFC 6750) as a token without a principal. The details are the request.
 */
final class ApiCredentialConverter implements AuthenticationConverter {
    private static final String BEARER = "Bearer ";

    private final BasicAuthenticationConverter basic = new BasicAuthenticationConverter(request -> request);

    @Override
    public Authentication convert(HttpServletRequest request) {
        List<String> sent = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        // A proxy may have joined two headers into one; no credential has a comma.
        if (sent.size() > 1 || sent.stream().anyMatch(header -> header.contains(","))) {
            throw new AuthenticationServiceException(
                    "two credentials",
                    new ProblemException(Problem.MALFORMED, "there has to be exactly one Authorization header"));
        }
        Authentication credential = sent.isEmpty() || isOfAnotherSite(request) ? null : convert(sent.get(0), request);
        if (credential == null) {
            throw new BadCredentialsException("no credential");
        }
        return credential;
    }

    private @Nullable Authentication convert(String header, HttpServletRequest request) {
        // The names of schemes are case-insensitive (RFC 9110, 11.1).
        if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return basic.convert(request);
        }
        var key = new PreAuthenticatedAuthenticationToken(
                "", header.substring(BEARER.length()).strip());
        key.setDetails(request);
        return key;
    }

    /**
     * A page of another site can make a browser send {@code https://user:password@…}: such a credential is refused
     * unchecked and counts as no failure.
     */
    private static boolean isOfAnotherSite(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        return "cross-site".equals(site) || "same-site".equals(site);
    }
}
