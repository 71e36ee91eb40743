package dev.vestibule.notice;

import dev.vestibule.audit.AuditEntry;
import dev.vestibule.audit.AuditMessages;
import dev.vestibule.login.SessionRenewal;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignInId;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.web.Confirmation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The actions on notices. They protect the account, so they require no reauthentication. */
@SignedInPage
@RequestMapping("/notices")
class NoticeController {
    private final Notices notices;
    private final Disavowal disavowal;
    private final AuditMessages messages;
    private final SessionRenewal renewal;

    NoticeController(Notices notices, Disavowal disavowal, AuditMessages messages, SessionRenewal renewal) {
        this.notices = notices;
        this.disavowal = disavowal;
        this.messages = messages;
        this.renewal = renewal;
    }

    /** @param shown the ids of the displayed notices, joined by commas; absent for all */
    @PostMapping("/read")
    String read(
            @AuthenticationPrincipal AccountPrincipal principal,
            @SignInId UUID signIn,
            @RequestParam(required = false) @Nullable String shown) {
        if (shown == null) {
            notices.readAll(principal.id(), signIn);
        } else {
            notices.read(principal.id(), signIn, ids(shown));
        }
        return Confirmation.NOTICES_READ.redirectTo("/");
    }

    private static List<Long> ids(String shown) {
        try {
            return Arrays.stream(shown.split(",", Notices.SHOWN * Notices.SIGN_INS + 1))
                    .map(Long::valueOf)
                    .toList();
        } catch (NumberFormatException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
    }

    @GetMapping("/{id}/not-me")
    String page(
            @AuthenticationPrincipal AccountPrincipal principal,
            @SignInId UUID signIn,
            @PathVariable String id,
            Model model) {
        model.addAttribute("notice", id);
        model.addAttribute("line", messages.ownLine(find(principal, signIn, id), principal.timeZone()));
        return "notice/not-me";
    }

    @PostMapping("/{id}/not-me")
    String notMe(
            @AuthenticationPrincipal AccountPrincipal principal,
            @SignInId UUID signIn,
            @PathVariable String id,
            HttpServletRequest request,
            HttpServletResponse response) {
        AuditEntry entry = find(principal, signIn, id);
        var version = disavowal.of(principal.id(), principal.credentialVersion());
        if (version.isPresent()) {
            notices.read(principal.id(), signIn, List.of(entry.id()));
            renewal.stay(version.get(), request, response);
        }
        // Empty: this session has ended meanwhile, and the next page says why.
        return Confirmation.NOT_ME.redirectTo("/preferences/password");
    }

    private AuditEntry find(AccountPrincipal principal, UUID signIn, String id) {
        return number(id)
                .flatMap(event -> notices.find(principal.id(), signIn, event))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private static Optional<Long> number(String id) {
        try {
            return Optional.of(Long.valueOf(id));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
