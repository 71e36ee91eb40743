package dev.vestibule.preferences;

import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.trusteddevice.TrustedDevices;
import dev.vestibule.web.Confirmation;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;

/** Revokes the user's own trusted devices. Revoking makes an account safer, so it needs no reauthentication. */
@SignedInPage
@RequestMapping("/preferences/trusted-devices")
class OwnDeviceController {
    private final TrustedDevices devices;

    OwnDeviceController(TrustedDevices devices) {
        this.devices = devices;
    }

    @PostMapping("/{id}/revoke")
    String revoke(@AuthenticationPrincipal AccountPrincipal principal, @PathVariable UUID id) {
        if (!devices.revoke(principal.id(), id)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return Confirmation.DEVICE_REVOKED.redirectTo("/preferences");
    }

    @PostMapping("/revoke-all")
    String revokeAll(@AuthenticationPrincipal AccountPrincipal principal) {
        devices.revokeAll(principal.id());
        return Confirmation.DEVICES_REVOKED.redirectTo("/preferences");
    }
}
