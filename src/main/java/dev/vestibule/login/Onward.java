package dev.vestibule.login;

import dev.vestibule.account.Factor;
import dev.vestibule.account.Registrar;
import dev.vestibule.device.TokenRotation;
import dev.vestibule.page.Reply;
import dev.vestibule.session.Opening;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import java.util.UUID;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.stereotype.Component;

/**
 * After a step: on to the next one, or to the page that was asked for.
 *
 * <p>It asks who this is anew, because what the step just saved counts only together with the account and the device of
 * this browser.
 */
@Component
class Onward implements AuthenticationSuccessHandler {
    private final CurrentAccount accounts;
    private final Registrar registrar;
    private final TokenRotation tokens;
    private final PageAskedFor pageAskedFor;
    private final WayIn wayIn;

    Onward(CurrentAccount accounts, Registrar registrar, TokenRotation tokens, PageAskedFor pageAskedFor, WayIn wayIn) {
        this.accounts = accounts;
        this.registrar = registrar;
        this.tokens = tokens;
        this.pageAskedFor = pageAskedFor;
        this.wayIn = wayIn;
    }

    @Override
    public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response, Authentication step) {
        Authentication now = accounts.of(request);
        if (now == null) {
            wayIn.commence(
                    request, response, new InsufficientAuthenticationException("ended while the step was taken"));
            return;
        }
        Person person = Person.of(now);
        if (Stage.of(now) == Stage.SIGNED_IN) {
            complete(person, Factors.second(now), request, response);
        } else if (skipsCode(person, now, request, response)) {
            complete(person, Factor.TRUSTED_DEVICE, request, response);
        } else {
            tokens.refuse(person.id(), person.parameters(), opening(now).at(), request, response);
            Reply.redirect(request, response, "/login/code");
        }
    }

    private void complete(Person person, Factor with, HttpServletRequest request, HttpServletResponse response) {
        registrar.signedIn(person.id(), with);
        Reply.redirect(request, response, pageAskedFor.take(request, response));
    }

    /** Whether this browser is trusted; what it showed is used up by that, and the session says what it rests on. */
    private boolean skipsCode(
            Person person, Authentication now, HttpServletRequest request, HttpServletResponse response) {
        UUID device = person.device();
        Opening opening = opening(now);
        if (device == null || !tokens.use(person.id(), device, person.parameters(), opening.at(), request, response)) {
            return false;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(
                now.toBuilder().details(opening.with(Factor.TRUSTED_DEVICE)).build());
        accounts.saveContext(context, request, response);
        return true;
    }

    private static Opening opening(Authentication signIn) {
        return (Opening) Objects.requireNonNull(signIn.getDetails());
    }
}
