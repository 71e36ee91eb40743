package dev.vestibule.notice;

import dev.vestibule.session.Sessions;
import dev.vestibule.trusteddevice.TrustedDevices;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** "This wasn't me": whoever else is in the account is put out of it, and nothing skips the code any more. */
@Component
class Disavowal {
    private final Sessions sessions;
    private final TrustedDevices devices;

    Disavowal(Sessions sessions, TrustedDevices devices) {
        this.sessions = sessions;
        this.devices = devices;
    }

    /**
     * @param admitted the credential version with which the asking session was let in
     * @return the new credential version, or empty when the asking session has ended meanwhile and nothing was done
     */
    @Transactional
    public Optional<Integer> of(UUID account, int admitted) {
        Optional<Integer> version = sessions.endOthers(account, admitted);
        version.ifPresent(now -> devices.revokeAll(account));
        return version;
    }
}
