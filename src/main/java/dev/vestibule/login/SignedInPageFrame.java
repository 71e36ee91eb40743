package dev.vestibule.login;

import dev.vestibule.authenticator.Authenticators;
import dev.vestibule.authenticator.Succession;
import dev.vestibule.page.Done;
import dev.vestibule.recovery.RecoveryCodes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** What the frame of a signed-in page shows: who it is, and what just happened. */
@ControllerAdvice(annotations = SignedInPage.class)
class SignedInPageFrame {
    private final RecoveryCodes codes;
    private final Authenticators authenticators;

    SignedInPageFrame(RecoveryCodes codes, Authenticators authenticators) {
        this.codes = codes;
        this.authenticators = authenticators;
    }

    @ModelAttribute("person")
    Person person(@AuthenticationPrincipal Person person) {
        return person;
    }

    /** What the page before did, told by a code in the query. */
    @ModelAttribute("done")
    @Nullable
    String done(
            @RequestParam(required = false) @Nullable String done,
            @AuthenticationPrincipal Person person,
            Model model) {
        var known = Optional.ofNullable(done).flatMap(Done::ofCode);
        if (known.isPresent() && known.get().tellsRecoveryCodes()) {
            model.addAttribute("recoveryCodesLeft", codes.of(person.id()).left());
        }
        if (known.isPresent() && known.get().tellsReplacedApp()) {
            var replaced = new Succession(authenticators.of(person.id())).latest();
            if (replaced.isEmpty()) {
                return Done.AUTHENTICATOR_ADDED.code();
            }
            model.addAttribute("replacedApp", replaced.get().name());
        }
        return known.map(Done::code).orElse(null);
    }
}
