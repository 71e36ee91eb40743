package dev.vestibule.api;

import dev.vestibule.principal.AccountPrincipal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A program that was let in, for this one request. */
final class ApiAuthentication extends AbstractAuthenticationToken {
    private final AccountPrincipal person;
    private final Credential credential;

    private ApiAuthentication(
            AccountPrincipal person, Credential credential, Collection<GrantedAuthority> authorities) {
        super(authorities);
        this.person = person;
        this.credential = credential;
        setAuthenticated(true);
    }

    /** @param factors what the password step granted */
    static ApiAuthentication byPassword(AccountPrincipal person, Collection<? extends GrantedAuthority> factors) {
        List<GrantedAuthority> authorities = new ArrayList<>(factors);
        authorities.addAll(person.getAuthorities());
        return new ApiAuthentication(person, Credential.PASSWORD, authorities);
    }

    /** The trail tells by the factor that it was a key, and by the detail which. */
    static ApiAuthentication byKey(AccountPrincipal person, Credential key) {
        List<GrantedAuthority> authorities = new ArrayList<>(person.getAuthorities());
        authorities.add(new SimpleGrantedAuthority("FACTOR_API_KEY"));
        var authentication = new ApiAuthentication(person, key, authorities);
        authentication.setDetails(key.name());
        return authentication;
    }

    AccountPrincipal person() {
        return person;
    }

    Credential credential() {
        return credential;
    }

    @Override
    public AccountPrincipal getPrincipal() {
        return person;
    }

    /** What was shown is not kept. */
    @Override
    public Object getCredentials() {
        return "";
    }
}
