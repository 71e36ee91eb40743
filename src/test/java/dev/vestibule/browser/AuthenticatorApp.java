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
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.codec.binary.Base32;

/** The app on a phone: looks at the wizard's page as its owner does, and shows codes from then on. */
record AuthenticatorApp(TotpSecret secret, Clock clock) {
    /** Types the key that the page shows. */
    static AuthenticatorApp type(Page wizard, Clock clock) {
        String key = wizard.locator("#secret").innerText().replace(" ", "");
        return new AuthenticatorApp(TotpSecret.of(new Base32().decode(key)), clock);
    }

    /**
     * Photographs the QR code; what it says, whole. Like a phone it tries from several distances: of one picture alone
     * ZXing's detector does not find about three codes in a thousand.
     */
    static String scan(Page wizard) {
        try {
            BufferedImage picture = ImageIO.read(
                    new ByteArrayInputStream(wizard.locator("figure.qr").screenshot()));
            return Stream.of(1.0, 1.3, 1.7, 2.2)
                    .flatMap(scale -> read(scaled(picture, scale)).stream())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no phone reads this QR code"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> read(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
        var light = new HybridBinarizer(new RGBLuminanceSource(width, height, pixels));
        try {
            return Optional.of(
                    new QRCodeReader().decode(new BinaryBitmap(light)).getText());
        } catch (ReaderException e) {
            return Optional.empty();
        }
    }

    private static BufferedImage scaled(BufferedImage picture, double scale) {
        int width = (int) (picture.getWidth() * scale);
        int height = (int) (picture.getHeight() * scale);
        var scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = scaled.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(picture, 0, 0, width, height, null);
        graphics.dispose();
        return scaled;
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
