package dev.vestibule.preferences;

import dev.vestibule.account.Account.SignedIn;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.audit.AuditMessages;
import dev.vestibule.authenticator.AuthenticatorApps;
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

/** The page after the sign-in: the user's account, the last sign-in and how well the account is protected. */
@SignedInPage
class HomeController {
    private final AccountRepository accounts;
    private final AuthenticatorApps apps;
    private final TrustedDevices devices;
    private final RecoveryCodes codes;
    private final Notices notices;
    private final AuditMessages auditMessages;
    private final Clock clock;

    HomeController(
            AccountRepository accounts,
            AuthenticatorApps apps,
            TrustedDevices devices,
            RecoveryCodes codes,
            Notices notices,
            AuditMessages auditMessages,
            Clock clock) {
        this.accounts = accounts;
        this.apps = apps;
        this.devices = devices;
        this.codes = codes;
        this.notices = notices;
        this.auditMessages = auditMessages;
        this.clock = clock;
    }

    /** A sign-in as the page describes it. */
    public record LastSignIn(Instant at, String with) {
        static @Nullable LastSignIn of(@Nullable SignedIn signedIn) {
            return signedIn == null
                    ? null
                    : new LastSignIn(signedIn.at(), signedIn.with().code());
        }
    }

    /** @param id the id in {@code /notices/{id}/not-me} */
    public record Notice(String id, AuditMessages.Line line) {}

    /** @param own whether this session's own sign-in caused the notice; such a session cannot dismiss it */
    public record NoticeGroup(List<Notice> notices, boolean own) {}

    @GetMapping("/")
    String page(@AuthenticationPrincipal AccountPrincipal principal, @SignInId UUID signIn, Model model) {
        var account = accounts.get(principal.id());
        model.addAttribute("lastSignIn", LastSignIn.of(account.earlierSignIn()));
        var recovery = codes.of(principal.id());
        model.addAttribute(
                "protection",
                ProtectionSummary.of(
                        principal.mfa(),
                        apps.count(principal.id()),
                        devices.of(principal.id(), principal.parameters()).size(),
                        recovery.left()));
        model.addAttribute("fewCodes", principal.mfa() && recovery.few());
        model.addAttribute("codesLeft", recovery.left());
        List<NoticeGroup> groups = notices(principal, signIn);
        model.addAttribute("notices", groups);
        model.addAttribute(
                "shown",
                groups.stream()
                        .filter(group -> !group.own())
                        .flatMap(group -> group.notices().stream())
                        .map(Notice::id)
                        .collect(Collectors.joining(",")));
        Instant graceUntil = principal.mfaStatus().graceUntil();
        model.addAttribute("graceDays", graceUntil == null ? null : daysUntil(graceUntil));
        return "home";
    }

    /** Days until the end, rounded up. */
    private long daysUntil(Instant end) {
        return Duration.between(clock.instant(), end).plusDays(1).minusNanos(1).toDays();
    }

    private List<NoticeGroup> notices(AccountPrincipal principal, UUID signIn) {
        return notices.unread(principal.id(), signIn).stream()
                .map(group -> new NoticeGroup(
                        group.events().stream()
                                .map(entry -> new Notice(
                                        Long.toString(entry.id()), auditMessages.ownLine(entry, principal.timeZone())))
                                .toList(),
                        group.own()))
                .toList();
    }
}
