package dev.vestibule.preferences;

import dev.vestibule.device.TrustedDevices;
import dev.vestibule.page.Done;
import dev.vestibule.person.Person;
import dev.vestibule.person.SignedInPage;
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
class OwnDevices {
    private final TrustedDevices devices;

    OwnDevices(TrustedDevices devices) {
        this.devices = devices;
    }

    @PostMapping("/{id}/revoke")
    String revoke(@AuthenticationPrincipal Person person, @PathVariable UUID id) {
        if (!devices.revoke(person.id(), id)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return Done.DEVICE_REVOKED.redirectTo("/preferences");
    }

    @PostMapping("/revoke-all")
    String revokeAll(@AuthenticationPrincipal Person person) {
        devices.revokeAll(person.id());
        return Done.DEVICES_REVOKED.redirectTo("/preferences");
    }
}
