package dev.vestibule.totp;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The key URI in the QR code, which authenticator apps read.
 *
 * @param issuer without a colon, which separates it from the account in the label
 * @param account the username; without a colon
 */
public record OtpauthUri(String issuer, String account, TotpSecret secret) {
    @Override
    public String toString() {
        return "OtpauthUri[concealed]";
    }

    /** The URI, with the issuer both in the label and as a parameter: older apps read only the one or the other. */
    public String text() {
        return "otpauth://totp/" + encode(issuer) + ":" + encode(account) + "?secret=" + secret.base32() + "&issuer="
                + encode(issuer) + "&algorithm=SHA1&digits=6&period=" + Totp.STEP.toSeconds();
    }

    private static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
