package dev.vestibule.totp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.DecodeHintType;
import com.google.zxing.ReaderException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrCodeTest {
    private static final int QUIET_ZONE = 4;
    private static final Pattern VIEW_BOX = Pattern.compile("viewBox=\"0 0 (\\d+) (\\d+)\"");
    private static final Pattern MODULE = Pattern.compile("M(\\d+) (\\d+)h1v1h-1z");
    private static final String TEXT =
            "otpauth://totp/My%20Company:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=My%20Company";

    @ParameterizedTest
    @ValueSource(strings = {"a", TEXT, "HTTPS://EXAMPLE.COM/%41?1234567890"})
    void svgWhenReadByACameraThenSaysTheText(String text) throws ReaderException {
        assertThat(read(QrCode.svg(text))).isEqualTo(text);
    }

    @Test
    void svgWhenNamesAreAsLongAsAllowedThenSaysTheText() throws ReaderException {
        String text = new OtpauthUri("🔑".repeat(100), "🔑".repeat(64), TotpSecret.of(new byte[20])).text();

        assertThat(read(QrCode.svg(text))).isEqualTo(text);
    }

    @Test
    void svgWhenDrawnThenLeavesFourQuietModulesOnEachSide() {
        BitMatrix picture = picture(QrCode.svg(TEXT));
        int[] inked = picture.getEnclosingRectangle();

        assertThat(inked)
                .containsExactly(
                        QUIET_ZONE,
                        QUIET_ZONE,
                        picture.getWidth() - 2 * QUIET_ZONE,
                        picture.getHeight() - 2 * QUIET_ZONE);
    }

    @Test
    void svgWhenPageIsDarkThenIsStillDarkOnWhite() {
        assertThat(QrCode.svg(TEXT))
                .contains("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path fill=\"#000\" d=\"M");
    }

    @Test
    void svgWhenTextLooksLikeMarkupThenHoldsNothingOfIt() {
        assertThat(QrCode.svg("\"/><script>alert(1)</script>")).doesNotContain("script", "alert");
    }

    /** What a reader makes of the modules, which it needs without the quiet zone. */
    private static String read(String svg) throws ReaderException {
        BitMatrix picture = picture(svg);
        int size = picture.getWidth() - 2 * QUIET_ZONE;
        BitMatrix code = new BitMatrix(size);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                if (picture.get(x + QUIET_ZONE, y + QUIET_ZONE)) {
                    code.set(x, y);
                }
            }
        }
        return new Decoder()
                .decode(code, Map.of(DecodeHintType.CHARACTER_SET, "UTF-8"))
                .getText();
    }

    private static BitMatrix picture(String svg) {
        Matcher box = VIEW_BOX.matcher(svg);
        assertThat(box.find()).isTrue();
        assertThat(box.group(1)).isEqualTo(box.group(2));
        BitMatrix picture = new BitMatrix(Integer.parseInt(box.group(1)));
        MODULE.matcher(svg)
                .results()
                .forEach(module -> picture.set(Integer.parseInt(module.group(1)), Integer.parseInt(module.group(2))));
        return picture;
    }
}
