package dev.vestibule.login;

import dev.vestibule.account.Factor;
import dev.vestibule.account.Registrar;
import dev.vestibule.device.TrustedDevice;
import dev.vestibule.device.TrustedDevices;
import dev.vestibule.page.Reply;
import dev.vestibule.session.Opening;
import dev.vestibule.throttle.KnownBrowsers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
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
    private final TrustedDevices devices;
    private final KnownBrowsers knownBrowsers;
    private final ProofsOwed proofs;
    private final WayIn wayIn;
    private final Trail trail;

    Onward(
            CurrentAccount accounts,
            Registrar registrar,
            TrustedDevices devices,
            KnownBrowsers knownBrowsers,
            ProofsOwed proofs,
            WayIn wayIn,
            Trail trail) {
        this.accounts = accounts;
        this.registrar = registrar;
        this.devices = devices;
        this.knownBrowsers = knownBrowsers;
        this.proofs = proofs;
        this.wayIn = wayIn;
        this.trail = trail;
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
        Stage stage = Stage.of(now);
        if (stage == Stage.SIGNED_IN) {
            if (!ProofsOwed.isBegun(request)) {
                complete(person, now, request, response);
            }
            Reply.redirect(request, response, proofs.next(now, request, response));
            return;
        }
        if (stage == Stage.ENROLMENT_DUE) {
            trail.passAsked(person);
        } else {
            trail.codeAsked(person, request);
        }
        devices.clearCookie(person.id(), person.parameters(), request, response);
        Reply.redirect(request, response, stage == Stage.ENROLMENT_DUE ? EnrolmentPassStep.PATH : "/login/code");
    }

    /** A sign-in was completed outside the login's own steps: notes it, and says where to go on. */
    String arrive(HttpServletRequest request, HttpServletResponse response) {
        Authentication now = accounts.of(request);
        if (now == null || Stage.of(now) != Stage.SIGNED_IN) {
            return "/"; // which says why the session has ended meanwhile
        }
        complete(Person.of(now), now, request, response);
        return proofs.next(now, request, response);
    }

    private void complete(Person person, Authentication now, HttpServletRequest request, HttpServletResponse response) {
        Factor with = Factors.second(now);
        TrustedDevice device = null;
        if (with == Factor.TRUSTED_DEVICE) {
            device = devices.used(Objects.requireNonNull(person.device()), person.parameters())
                    .orElse(null);
            remember(with, now, request, response);
        }
        knownBrowsers.remember(person.id(), request, response);
        registrar.signedIn(person.id(), with);
        trail.signedIn(person, with, device);
    }

    /** The session says what it rests on; that it skipped the code is known only now. */
    private void remember(Factor with, Authentication now, HttpServletRequest request, HttpServletResponse response) {
        Opening opening = (Opening) Objects.requireNonNull(now.getDetails());
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(now.toBuilder().details(opening.with(with)).build());
        accounts.saveContext(context, request, response);
    }
}
