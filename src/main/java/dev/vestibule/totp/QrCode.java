package dev.vestibule.totp;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.util.Locale;
import java.util.Map;

/** A QR code as an inline SVG image: sharp at every size, without a request that could be cached or logged. */
public final class QrCode {
    /** ISO/IEC 18004 requires a quiet zone of four modules on each side. */
    private static final int QUIET_ZONE = 4;

    private QrCode() {}

    /**
     * An {@code <svg>} element, dark on white whatever the page's colours; the page adds its accessible name.
     *
     * @param text in ASCII, as a URI is
     */
    public static String svg(String text) {
        BitMatrix modules = encode(text);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y++) {
            for (int x = 0; x < modules.getWidth(); x++) {
                if (modules.get(x, y)) {
                    path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
                }
            }
        }
        return String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %1$d\" width=\"300\" height=\"300\"",
                        modules.getWidth())
                + " shape-rendering=\"crispEdges\" aria-hidden=\"true\">"
                + "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path fill=\"#000\" d=\"" + path + "\"/></svg>";
    }

    private static BitMatrix encode(String text) {
        try {
            return new QRCodeWriter()
                    .encode(
                            text,
                            BarcodeFormat.QR_CODE,
                            0,
                            0,
                            Map.of(
                                    EncodeHintType.MARGIN,
                                    QUIET_ZONE,
                                    EncodeHintType.CHARACTER_SET,
                                    "UTF-8",
                                    EncodeHintType.ERROR_CORRECTION,
                                    ErrorCorrectionLevel.M,
                                    // URI-encoded letters take a third less space, so that the longest names fit.
                                    EncodeHintType.QR_COMPACT,
                                    true));
        } catch (WriterException e) {
            throw new IllegalStateException("too long for a QR code", e);
        }
    }
}
