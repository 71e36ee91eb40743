package dev.vestibule.testing;

import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.totp.Totp;
import dev.vestibule.totp.TotpSecret;
import java.time.Duration;
import org.apache.commons.codec.binary.Base32;

/** The wizard in one browser, and the app with its secret. */
public record TestWizard(TestBrowser browser, TestClock clock) {
    public static final String URL = "/preferences/authenticators/new";

    /** The secret as a page shows it, without its spaces. */
    public static String secret(Page page) {
        return Html.of(page)
                .element("secret")
                .orElseThrow(() -> new AssertionError("no secret on " + page))
                .replace(" ", "");
    }

    public String secret() {
        return secret(browser.get(URL));
    }

    /** The code of an app with this secret, this much later. */
    public String code(String secret, Duration later) {
        TotpSecret key = TotpSecret.of(new Base32().decode(secret));
        return new Totp().code(key, Totp.stepAt(clock.instant().plus(later))).digits();
    }

    public String code(String secret) {
        return code(secret, Duration.ZERO);
    }

    public Page finish(String name, String code, String... further) {
        String[] fields = new String[4 + further.length];
        fields[0] = "name";
        fields[1] = name;
        fields[2] = "confirmation_code";
        fields[3] = code;
        System.arraycopy(further, 0, fields, 4, further.length);
        return browser.post(URL, fields);
    }

    /** Adds an app without a mistake. */
    public Page add(String name) {
        return finish(name, code(secret()));
    }
}
