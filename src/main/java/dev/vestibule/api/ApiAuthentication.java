package dev.vestibule.api;

import dev.vestibule.apikey.ApiKey;
import dev.vestibule.apikey.Scope;
import dev.vestibule.principal.AccountPrincipal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** The caller of the API, authenticated for one request. */
final class ApiAuthentication extends AbstractAuthenticationToken {
    private final AccountPrincipal principal;
    private final transient @Nullable ApiKey key;

    private ApiAuthentication(
            AccountPrincipal principal, @Nullable ApiKey key, Collection<? extends GrantedAuthority> factors) {
        super(authorities(principal, factors));
        this.principal = principal;
        this.key = key;
        setAuthenticated(true);
    }

    private static List<GrantedAuthority> authorities(
            AccountPrincipal principal, Collection<? extends GrantedAuthority> factors) {
        List<GrantedAuthority> authorities = new ArrayList<>(factors);
        authorities.addAll(principal.getAuthorities());
        return authorities;
    }

    /** @param factors what the password step granted */
    static ApiAuthentication byPassword(AccountPrincipal principal, Collection<? extends GrantedAuthority> factors) {
        return new ApiAuthentication(principal, null, factors);
    }

    /** Audit events contain the factor of a key, and the key's name in the details. */
    static ApiAuthentication byKey(AccountPrincipal principal, ApiKey key) {
        var authentication =
                new ApiAuthentication(principal, key, List.of(new SimpleGrantedAuthority("FACTOR_API_KEY")));
        authentication.setDetails(key.name());
        return authentication;
    }

    AccountPrincipal principal() {
        return principal;
    }

    /** Null for a password, which has all the rights of its account and does not expire. */
    @Nullable
    ApiKey key() {
        return key;
    }

    Scope scope() {
        return key == null ? Scope.WRITE : key.scope();
    }

    @Override
    public AccountPrincipal getPrincipal() {
        return principal;
    }

    /** No credential is kept. */
    @Override
    public Object getCredentials() {
        return "";
    }
}
