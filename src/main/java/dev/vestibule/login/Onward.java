package dev.vestibule.login;

import dev.vestibule.account.Factor;
import dev.vestibule.account.Registrar;
import dev.vestibule.device.TokenRotation;
import dev.vestibule.device.TrustedDevice;
import dev.vestibule.page.Reply;
import dev.vestibule.person.Factors;
import dev.vestibule.person.Person;
import dev.vestibule.person.Stage;
import dev.vestibule.session.Opening;
import dev.vestibule.throttle.KnownBrowsers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
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
    private final KnownBrowsers knownBrowsers;
    private final ProofsOwed proofs;
    private final WayIn wayIn;
    private final Trail trail;

    Onward(
            CurrentAccount accounts,
            Registrar registrar,
            TokenRotation tokens,
            KnownBrowsers knownBrowsers,
            ProofsOwed proofs,
            WayIn wayIn,
            Trail trail) {
        this.accounts = accounts;
        this.registrar = registrar;
        this.tokens = tokens;
        this.knownBrowsers = knownBrowsers;
        this.proofs = proofs;
        this.wayIn = wayIn;
        this.trail = trail;
    }

    @Override
    public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response, Authentication step) {
        go(request, response, UnaryOperator.identity());
    }

    /** As after any step. @param telling makes the page that it leads to tell something */
    void go(HttpServletRequest request, HttpServletResponse response, UnaryOperator<String> telling) {
        Authentication now = accounts.of(request);
        if (now == null) {
            wayIn.commence(
                    request, response, new InsufficientAuthenticationException("ended while the step was taken"));
            return;
        }
        Person person = Person.of(now);
        Stage stage = Stage.of(now);
        if (stage == Stage.SIGNED_IN) {
            if (!ProofsOwed.isBegun(request)) {
                complete(person, Factors.second(now), null, request, response);
            }
            goOn(now, telling, request, response);
            return;
        }
        if (person.enrolmentDue()) {
            trail.enrolmentAsked(person);
            Reply.redirect(
                    request, response, stage == Stage.ENROLLING ? EnrolmentPassStep.WIZARD : EnrolmentPassStep.PATH);
            return;
        }
        TrustedDevice device = skipCode(person, now, request, response);
        if (device != null) {
            complete(person, Factor.TRUSTED_DEVICE, device, request, response);
            goOn(Objects.requireNonNull(accounts.of(request), "just saved"), telling, request, response);
        } else {
            tokens.refuse(person.id(), person.parameters(), opening(now).at(), request, response);
            trail.codeAsked(person, request);
            Reply.redirect(request, response, "/login/code");
        }
    }

    /** A sign-in was completed outside the login's own steps: notes it, and says where to go on. */
    String arrive(HttpServletRequest request, HttpServletResponse response) {
        Authentication now = accounts.of(request);
        if (now == null || Stage.of(now) != Stage.SIGNED_IN) {
            return "/"; // which says why the session has ended meanwhile
        }
        complete(Person.of(now), Factors.second(now), null, request, response);
        return proofs.next(now, request, response);
    }

    private void complete(
            Person person,
            Factor with,
            @Nullable TrustedDevice device,
            HttpServletRequest request,
            HttpServletResponse response) {
        knownBrowsers.remember(person.id(), request, response);
        if (registrar.signedIn(person.id(), with)) {
            trail.signedIn(person, with, device);
        }
    }

    private void goOn(
            Authentication signIn,
            UnaryOperator<String> telling,
            HttpServletRequest request,
            HttpServletResponse response) {
        Reply.redirect(request, response, telling.apply(proofs.next(signIn, request, response)));
    }

    /** The device that spares the code, or null; what it showed is used up by that, and the session rests on it. */
    private @Nullable TrustedDevice skipCode(
            Person person, Authentication now, HttpServletRequest request, HttpServletResponse response) {
        UUID device = person.device();
        Opening opening = opening(now);
        TrustedDevice used = device == null
                ? null
                : tokens.use(person.id(), device, person.parameters(), opening.at(), request, response)
                        .orElse(null);
        if (used == null) {
            return null;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(
                now.toBuilder().details(opening.with(Factor.TRUSTED_DEVICE)).build());
        accounts.saveContext(context, request, response);
        return used;
    }

    private static Opening opening(Authentication signIn) {
        return (Opening) Objects.requireNonNull(signIn.getDetails());
    }
}
