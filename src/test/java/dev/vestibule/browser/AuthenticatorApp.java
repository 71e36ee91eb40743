package dev.vestibule.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.microsoft.playwright.Page;
import dev.vestibule.totp.Totp;
import dev.vestibule.totp.TotpSecret;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import javax.imageio.ImageIO;
import org.apache.commons.codec.binary.Base32;

/** The app on a phone: looks at the wizard's page as its owner does, and shows codes from then on. */
record AuthenticatorApp(TotpSecret secret, Clock clock) {
    /** Types the key that the page shows. */
    static AuthenticatorApp type(Page wizard, Clock clock) {
        String key = wizard.locator("#secret").innerText().replace(" ", "");
        return new AuthenticatorApp(TotpSecret.of(new Base32().decode(key)), clock);
    }

    /** Photographs the QR code; what it says, whole. */
    static String scan(Page wizard) {
        try {
            BufferedImage picture = ImageIO.read(
                    new ByteArrayInputStream(wizard.locator("figure.qr").screenshot()));
            int width = picture.getWidth();
            int height = picture.getHeight();
            int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
            var light = new HybridBinarizer(new RGBLuminanceSource(width, height, pixels));
            return new QRCodeReader().decode(new BinaryBitmap(light)).getText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReaderException e) {
            throw new AssertionError("no phone reads this QR code", e);
        }
    }

    /** Types the key, and makes sure that who scans instead gets the same. */
    static AuthenticatorApp setUp(Page wizard, String issuer, String account, Clock clock) {
        AuthenticatorApp app = type(wizard, clock);
        assertThat(scan(wizard))
                .startsWith("otpauth://totp/" + issuer.replace(" ", "%20") + ":" + account + "?")
                .contains("secret=" + app.secret.base32() + "&");
        return app;
    }

    /** What it shows now. */
    String code() {
        return new Totp().code(secret, Totp.stepAt(clock.instant())).digits();
    }
}
