package dev.vestibule.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TokenTest {
    @Test
    void randomWhenMadeOftenThenHas256BitsAndIsNeverTheSame() {
        SecureRandom random = new SecureRandom();
        var tokens =
                Stream.generate(() -> Token.random(random).text()).limit(1000).toList();

        assertThat(tokens)
                .doesNotHaveDuplicates()
                .allMatch(token -> token.matches("[A-Za-z0-9_-]{43}"))
                .allMatch(token -> Base64.getUrlDecoder().decode(token).length == 32);
    }

    @Test
    void hashWhenTakenThenIsSha256OfTheText() {
        assertThat(HexFormat.of().formatHex(new Token("abc").hash()))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void toStringWhenPrintedThenConcealsTheText() {
        assertThat(new Token("abc")).hasToString("Token[concealed]");
    }
}
