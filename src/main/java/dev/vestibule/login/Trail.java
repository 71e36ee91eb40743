package dev.vestibule.login;

import dev.vestibule.account.Factor;
import dev.vestibule.device.CookieFate;
import dev.vestibule.device.CookieFates;
import dev.vestibule.device.TrustedDevice;
import dev.vestibule.event.Detail;
import dev.vestibule.event.Event;
import dev.vestibule.event.Kind;
import dev.vestibule.event.Reason;
import dev.vestibule.person.Person;
import dev.vestibule.throttle.PasswordTries;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** What the steps of the login leave behind: each decision says what it was and why. */
@Component
class Trail {
    private final ApplicationEventPublisher events;
    private final CookieFates fates;

    Trail(ApplicationEventPublisher events, CookieFates fates) {
        this.events = events;
        this.fates = fates;
    }

    /** A password did not open this account. */
    void passwordRefused(UUID account, Reason why) {
        events.publishEvent(
                Event.of(Kind.PASSWORD_REFUSED, account).because(why).by(Factor.PASSWORD.code()));
    }

    /** Nobody has the login that was typed. */
    void loginUnknown(String typed) {
        events.publishEvent(Event.of(Kind.PASSWORD_REFUSED)
                .because(Reason.UNKNOWN)
                .by(Factor.PASSWORD.code())
                .forLogin(typed));
    }

    /** The password was right, and did not suffice: says what kept this browser from skipping the code. */
    void codeAsked(Person person, HttpServletRequest request) {
        CookieFate fate = fates.of(person.id(), person.parameters(), person.policy(), request);
        events.publishEvent(Event.of(Kind.CODE_ASKED, person.id())
                .because(fate.reason())
                .by(Factor.PASSWORD.code())
                .with(Detail.NAME, fate.browser())
                .with(Detail.ENDED, fate.endedAt()));
    }

    /** The password was right, and the account has to enrol before anything opens. */
    void enrolmentAsked(Person person) {
        events.publishEvent(Event.of(Kind.CODE_ASKED, person.id())
                .because(person.standing().byPass() ? Reason.ENROLMENT_DUE : Reason.MFA_REQUIRED)
                .by(Factor.PASSWORD.code()));
    }

    void passRefused(Person person, CodeRefusedException.Refusal refusal) {
        events.publishEvent(Event.of(Kind.ENROLMENT_PASS_REFUSED, person.id()).because(Reason.valueOf(refusal.name())));
    }

    /** @param account whose password was not looked at; null when nobody has that login, or when the network waits */
    void passwordWaits(@Nullable UUID account) {
        events.publishEvent(account == null ? Event.of(Kind.PASSWORD_WAIT) : Event.of(Kind.PASSWORD_WAIT, account));
    }

    /** So many passwords of this account were wrong that it waits everywhere but in the browsers that it knows. */
    void passwordsKeepFailing(UUID account) {
        events.publishEvent(
                Event.of(Kind.PASSWORDS_KEEP_FAILING, account).with(Detail.COUNT, PasswordTries.FROM_ANYWHERE));
    }

    /** A code was not looked at. */
    void codeWaits(Person person) {
        events.publishEvent(Event.of(Kind.CODE_WAIT, person.id()));
    }

    /** @param kind which kind of code was asked for */
    void codeRefused(Person person, CodeRefusedException.Refusal refusal, Factor kind) {
        events.publishEvent(Event.of(Kind.CODE_REFUSED, person.id())
                .because(Reason.valueOf(refusal.name()))
                .by(kind.code()));
    }

    /** @param device the one that skipped the code, if one did */
    void signedIn(Person person, Factor with, @Nullable TrustedDevice device) {
        Event event = Event.of(Kind.SIGNED_IN, person.id()).by(with.code()).because(why(with));
        events.publishEvent(
                device == null
                        ? event
                        : event.with(Detail.NAME, device.browser()).with(Detail.UNTIL, device.until()));
    }

    private static Reason why(Factor with) {
        return switch (with) {
            case TOTP -> Reason.CODE;
            case RECOVERY_CODE -> Reason.RECOVERY_CODE;
            case TRUSTED_DEVICE -> Reason.REMEMBERED;
            case PASSWORD -> Reason.NO_MFA;
        };
    }

    /** Who is signed in has confirmed it once more. */
    void proved(Person person, Factor with) {
        events.publishEvent(Event.of(Kind.REAUTHENTICATED, person.id()).by(with.code()));
    }

    /** Too many wrong codes ended the session in which they were typed. */
    void endedByCodes(Person person) {
        events.publishEvent(Event.of(Kind.SESSION_ENDED, person.id()).because(Reason.CODES_FAILED));
    }

    void signedOut(Person person) {
        events.publishEvent(Event.of(Kind.SIGNED_OUT, person.id()));
    }

    /** A link to choose a password was void when the form was sent. */
    void linkRefused() {
        events.publishEvent(Event.of(Kind.PASSWORD_LINK_REFUSED));
    }
}
