package dev.vestibule.login;

import dev.vestibule.account.Factor;
import dev.vestibule.person.Factors;
import dev.vestibule.person.Person;
import dev.vestibule.session.Opening;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.session.CompositeSessionAuthenticationStrategy;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.authentication.session.SessionFixationProtectionStrategy;
import org.springframework.security.web.csrf.CsrfAuthenticationStrategy;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.stereotype.Component;

/**
 * Lets the session that made a change stay, under a new id, when that change ends all others.
 *
 * <p>To be called after the change is committed: before, a rollback would leave a session with what never came to be.
 */
@Component
public class Grant {
    private final CurrentAccount accounts;
    private final SessionAuthenticationStrategy renewal;
    private final Onward onward;
    private final Clock clock;

    Grant(CurrentAccount accounts, CsrfTokenRepository csrf, Onward onward, Clock clock) {
        this.accounts = accounts;
        this.onward = onward;
        this.clock = clock;
        var newSession = new SessionFixationProtectionStrategy();
        newSession.setMigrateSessionAttributes(false);
        this.renewal =
                new CompositeSessionAuthenticationStrategy(List.of(newSession, new CsrfAuthenticationStrategy(csrf)));
    }

    /** A code was accepted outside the login's own step: it is this session's second factor from now on. */
    public void withTotp(int credentialVersion, HttpServletRequest request, HttpServletResponse response) {
        renew(
                credentialVersion,
                Factor.TOTP,
                granted -> Factors.renew(granted, Factors.TOTP, clock.instant()),
                request,
                response);
    }

    /** The pass of an account that was reset was used up: this session may finish the wizard. */
    void withEnrolmentPass(HttpServletRequest request, HttpServletResponse response) {
        renew(
                Person.of(current(request)).credentialVersion(),
                null,
                granted -> Factors.renew(granted, Factors.ENROLMENT_PASS, clock.instant()),
                request,
                response);
    }

    /**
     * An account that was reset has enrolled an app, whose code is this session's second factor and completes its sign-in.
     *
     * @return the path to go on to: the page asked for, else home
     */
    public String enrolled(int credentialVersion, HttpServletRequest request, HttpServletResponse response) {
        renew(credentialVersion, Factor.TOTP, granted -> Factors.enrolled(granted, clock.instant()), request, response);
        return onward.arrive(request, response);
    }

    /** The password was typed once more. */
    public void withPassword(int credentialVersion, HttpServletRequest request, HttpServletResponse response) {
        renew(
                credentialVersion,
                null,
                granted -> Factors.renew(granted, Factors.PASSWORD, clock.instant()),
                request,
                response);
    }

    /** Nothing new was proved; the session merely stays. */
    public void stay(int credentialVersion, HttpServletRequest request, HttpServletResponse response) {
        renew(credentialVersion, null, granted -> {}, request, response);
    }

    private void renew(
            int credentialVersion,
            @Nullable Factor with,
            Consumer<Collection<GrantedAuthority>> factors,
            HttpServletRequest request,
            HttpServletResponse response) {
        Authentication current = current(request);
        Person person = Person.of(current);
        Opening opening = (Opening) Objects.requireNonNull(current.getDetails());
        Authentication renewed = current.toBuilder()
                .principal(person.at(credentialVersion))
                .authorities(factors)
                .details(with == null ? opening : opening.with(with))
                .build();
        renewal.onAuthentication(renewed, request, response);
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(renewed);
        SecurityContextHolder.setContext(context);
        accounts.saveContext(context, request, response);
    }

    private Authentication current(HttpServletRequest request) {
        return Objects.requireNonNull(accounts.of(request), "who changed something is known here");
    }
}
