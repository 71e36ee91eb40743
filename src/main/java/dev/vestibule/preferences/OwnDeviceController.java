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

/** Ends trust in one's own browsers; that makes an account safer, so it asks for no proof. */
@SignedInPage
@RequestMapping("/preferences/trusted-devices")
class OwnDeviceController {
    private final TrustedDevices devices;

    OwnDeviceController(TrustedDevices devices) {
        this.devices = devices;
    }

    @PostMapping("/{id}/revoke")
    String revoke(@AuthenticationPrincipal AccountPrincipal person, @PathVariable UUID id) {
        if (!devices.revoke(person.id(), id)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return Confirmation.DEVICE_REVOKED.redirectTo("/preferences");
    }

    @PostMapping("/revoke-all")
    String revokeAll(@AuthenticationPrincipal AccountPrincipal person) {
        devices.revokeAll(person.id());
        return Confirmation.DEVICES_REVOKED.redirectTo("/preferences");
    }
}
