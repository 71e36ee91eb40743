package dev.vestibule.preferences;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.SignedIn;
import dev.vestibule.audit.AuditMessages;
import dev.vestibule.authenticator.Authenticators;
import dev.vestibule.notice.Notices;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignInId;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.recovery.RecoveryCodes;
import dev.vestibule.trusteddevice.TrustedDevices;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The page behind the door: who you are, when you were last here, how well you are protected. */
@SignedInPage
class HomeController {
    private final AccountRepository accounts;
    private final Authenticators authenticators;
    private final TrustedDevices devices;
    private final RecoveryCodes codes;
    private final Notices notices;
    private final AuditMessages words;
    private final Clock clock;

    HomeController(
            AccountRepository accounts,
            Authenticators authenticators,
            TrustedDevices devices,
            RecoveryCodes codes,
            Notices notices,
            AuditMessages words,
            Clock clock) {
        this.accounts = accounts;
        this.authenticators = authenticators;
        this.devices = devices;
        this.codes = codes;
        this.notices = notices;
        this.words = words;
        this.clock = clock;
    }

    /** A sign-in as the page words it. */
    public record LastSignIn(Instant at, String with) {
        static @Nullable LastSignIn of(@Nullable SignedIn signedIn) {
            return signedIn == null
                    ? null
                    : new LastSignIn(signedIn.at(), signedIn.with().code());
        }
    }

    /** @param id as {@code /notices/{id}/not-me} knows it */
    public record Notice(String id, AuditMessages.Line line) {}

    /** @param own whether this session's own sign-in noticed it, which cannot put it away */
    public record NoticeGroup(List<Notice> notices, boolean own) {}

    @GetMapping("/")
    String page(@AuthenticationPrincipal AccountPrincipal person, @SignInId UUID signIn, Model model) {
        var account = accounts.get(person.id());
        model.addAttribute("lastSignIn", LastSignIn.of(account.earlierSignIn()));
        var recovery = codes.of(person.id());
        model.addAttribute(
                "protection",
                ProtectionSummary.of(
                        person.mfa(),
                        authenticators.count(person.id()),
                        devices.of(person.id(), person.parameters()).size(),
                        recovery.left()));
        model.addAttribute("fewCodes", person.mfa() && recovery.few());
        model.addAttribute("codesLeft", recovery.left());
        List<NoticeGroup> groups = notices(person, signIn);
        model.addAttribute("notices", groups);
        model.addAttribute(
                "shown",
                groups.stream()
                        .filter(group -> !group.own())
                        .flatMap(group -> group.notices().stream())
                        .map(Notice::id)
                        .collect(Collectors.joining(",")));
        Instant graceUntil = person.standing().graceUntil();
        model.addAttribute("graceDays", graceUntil == null ? null : daysUntil(graceUntil));
        return "home";
    }

    /** The begun day counts. */
    private long daysUntil(Instant end) {
        return Duration.between(clock.instant(), end).plusDays(1).minusNanos(1).toDays();
    }

    private List<NoticeGroup> notices(AccountPrincipal person, UUID signIn) {
        return notices.unread(person.id(), signIn).stream()
                .map(group -> new NoticeGroup(
                        group.events().stream()
                                .map(entry ->
                                        new Notice(Long.toString(entry.id()), words.ownLine(entry, person.timeZone())))
                                .toList(),
                        group.own()))
                .toList();
    }
}
