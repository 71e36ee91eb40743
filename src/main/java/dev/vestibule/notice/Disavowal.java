package dev.vestibule.notice;

import dev.vestibule.session.Sessions;
import dev.vestibule.trusteddevice.TrustedDevices;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Handles "this wasn't me": ends all other sessions and revokes all trusted devices of the account. */
@Component
class Disavowal {
    private final Sessions sessions;
    private final TrustedDevices devices;

    Disavowal(Sessions sessions, TrustedDevices devices) {
        this.sessions = sessions;
        this.devices = devices;
    }

    /**
     * @param admitted the credential version with which the calling session was authenticated
     * @return the new credential version, or empty when the calling session has ended meanwhile and nothing was changed
     */
    @Transactional
    public Optional<Integer> of(UUID account, int admitted) {
        Optional<Integer> version = sessions.endOthers(account, admitted);
        version.ifPresent(now -> devices.revokeAll(account));
        return version;
    }
}
