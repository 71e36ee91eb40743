package dev.vestibule.login;

import dev.vestibule.account.Factor;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.Factors;
import dev.vestibule.session.SignInDetails;
import dev.vestibule.trusteddevice.TokenRotation;
import dev.vestibule.trusteddevice.TrustedDevice;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** The step after the password: a trusted device rotates its token and skips the code; any other browser needs the code. */
@Component
class TrustedDeviceStep {
    private final TokenRotation tokens;

    TrustedDeviceStep(TokenRotation tokens) {
        this.tokens = tokens;
    }

    /**
     * A sign-in that the device completes.
     *
     * @param signIn with the device as its second factor
     */
    record Skipped(Authentication signIn, TrustedDevice device) {}

    /** @return empty when the code is needed: a cookie that the browser sent is refused then */
    Optional<Skipped> skipCode(Authentication signIn, HttpServletRequest request, HttpServletResponse response) {
        AccountPrincipal principal = AccountPrincipal.of(signIn);
        Instant begun = SignInDetails.of(signIn).at();
        Optional<TrustedDevice> device = Optional.ofNullable(principal.device())
                .flatMap(id -> tokens.consume(principal.id(), id, principal.parameters(), begun, request, response));
        if (device.isEmpty()) {
            tokens.refuse(principal.id(), principal.parameters(), begun, request, response);
        }
        return device.map(used -> new Skipped(onDevice(signIn), used));
    }

    private static Authentication onDevice(Authentication signIn) {
        Instant password = Factors.issuedAt(signIn, Factors.PASSWORD).orElseThrow();
        return signIn.toBuilder()
                .authorities(granted -> Factors.renew(granted, Factors.TRUSTED_DEVICE, password))
                .details(SignInDetails.of(signIn).with(Factor.TRUSTED_DEVICE))
                .build();
    }
}
