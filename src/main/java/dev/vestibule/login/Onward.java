package dev.vestibule.login;

import dev.vestibule.account.Factor;
import dev.vestibule.account.Registrar;
import dev.vestibule.device.TrustedDevices;
import dev.vestibule.page.Reply;
import dev.vestibule.session.Opening;
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
    private final ProofsOwed proofs;
    private final WayIn wayIn;

    Onward(CurrentAccount accounts, Registrar registrar, TrustedDevices devices, ProofsOwed proofs, WayIn wayIn) {
        this.accounts = accounts;
        this.registrar = registrar;
        this.devices = devices;
        this.proofs = proofs;
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
            if (!ProofsOwed.isBegun(request)) {
                complete(person, now, request, response);
            }
            Reply.redirect(request, response, proofs.next(now, request, response));
        } else {
            devices.clearCookie(person.id(), person.parameters(), request, response);
            Reply.redirect(request, response, "/login/code");
        }
    }

    private void complete(Person person, Authentication now, HttpServletRequest request, HttpServletResponse response) {
        Factor with = Factors.second(now);
        if (with == Factor.TRUSTED_DEVICE) {
            devices.used(Objects.requireNonNull(person.device()));
            remember(with, now, request, response);
        }
        registrar.signedIn(person.id(), with);
    }

    /** The session says what it rests on; that it skipped the code is known only now. */
    private void remember(Factor with, Authentication now, HttpServletRequest request, HttpServletResponse response) {
        Opening opening = (Opening) Objects.requireNonNull(now.getDetails());
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(now.toBuilder().details(opening.with(with)).build());
        accounts.saveContext(context, request, response);
    }
}
